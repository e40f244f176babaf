package dev.eqm.models.weights;

import static dev.eqm.models.nn.ParameterSpec.trained;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.models.function.Inputs;
import dev.eqm.models.function.Networks;
import dev.eqm.models.nn.Init;
import dev.eqm.models.nn.ModelArchitecture;
import java.util.List;

/** Networks that no catalogue knows. */
final class OwnNetworks {
    private static final Shape SAMPLE = new Shape(2, 3, 3);

    private OwnNetworks() {}

    static List<ModelArchitecture> all() {
        return List.of(affine(), timed(), convolutions());
    }

    /** w ∘ x + b + table[label]. */
    static ModelArchitecture affine() {
        return Networks.of(
                "affine",
                SAMPLE,
                Inputs.labels(3, 0.1),
                List.of(
                        trained("w", new Init.Full(1), 2, 3, 3),
                        trained("table", new Init.Normal(1), 4, 18),
                        trained("b", new Init.Zeros(), 2, 3, 3)),
                (w, x, gamma, labels) ->
                        w.get("w")
                                .mul(x)
                                .add(Arithmetic.rows(w.get("table"), labels).reshape(-1, 2, 3, 3))
                                .add(w.get("b")));
    }

    /** a ∘ x + γ·b. */
    private static ModelArchitecture timed() {
        return Networks.of(
                "timed",
                SAMPLE,
                Inputs.STATES.andTime(),
                List.of(
                        trained("a", new Init.Normal(1), 2, 3, 3),
                        trained("b", new Init.Normal(1), 2, 3, 3)),
                (w, x, gamma, labels) ->
                        x.mul(w.get("a")).add(gamma.reshape(-1, 1, 1, 1).mul(w.get("b"))));
    }

    private static ModelArchitecture convolutions() {
        return Networks.ofDjl(
                "convolutions",
                SAMPLE,
                () ->
                        new SequentialBlock()
                                .add(convolution(4))
                                .add(Activation.geluBlock())
                                .add(convolution(2)));
    }

    private static Block convolution(int filters) {
        return Conv2d.builder()
                .setKernelShape(new Shape(3, 3))
                .optPadding(new Shape(1, 1))
                .setFilters(filters)
                .build();
    }
}
