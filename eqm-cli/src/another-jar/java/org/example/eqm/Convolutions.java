package org.example.eqm;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import dev.eqm.models.function.Networks;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.run.settings.Backbone;

/** Two convolutions of DJL, which see no label: {@code model.backbone: {kind: convolutions}}. */
public record Convolutions(int filters) implements Backbone {
    @Override
    public ModelArchitecture architecture(Task task) {
        return Networks.ofDjl(
                "convolutions",
                new Shape(task.channels(), task.imageSize(), task.imageSize()),
                () ->
                        new SequentialBlock()
                                .add(convolution(filters))
                                .add(Activation.geluBlock())
                                .add(convolution(task.channels())));
    }

    private static Block convolution(int filters) {
        Conv2d.Builder layer = Conv2d.builder().setKernelShape(new Shape(3, 3));
        return layer.optPadding(new Shape(1, 1)).setFilters(filters).build();
    }
}
