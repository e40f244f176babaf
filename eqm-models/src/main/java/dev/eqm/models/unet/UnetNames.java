package dev.eqm.models.unet;

import static dev.eqm.models.nn.ParameterSpec.layer;
import static dev.eqm.models.nn.ParameterSpec.trained;

import dev.eqm.models.nn.Init;
import dev.eqm.models.nn.ParameterSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Names, shapes, order and initialisation of all parameters, those of the original's {@code
 * state_dict}. Last convolutions of residual blocks, projections of attention and the last layer
 * start at zero: a fresh network answers exactly 0.
 *
 * <p>A convolution is [O, C, 3, 3], a linear layer [out, in], attention's projections [out, in, 1],
 * norms [C]. {@code label_emb} has a row for each class and a last one for the null label, which
 * starts and stays 0.
 */
final class UnetNames {
    private static final Init ZEROS = new Init.Zeros();
    private static final Init ONES = new Init.Full(1);

    private UnetNames() {}

    /** Every parameter in stored order; nothing is allocated. */
    static List<ParameterSpec> of(UnetConfig c) {
        List<ParameterSpec> all = new ArrayList<>();
        int d = c.conditioning();
        weights(all, "time_embed.0", d, c.width());
        weights(all, "time_embed.2", d, d);
        if (c.usesLabels()) {
            all.add(trained("label_emb.weight", new Init.Embedding(1), c.classes() + 1, d));
        }
        UnetPlan plan = UnetPlan.of(c);
        for (UnetPlan.Layer l : plan.layers()) {
            switch (l.kind()) {
                case STEM -> weights(all, l.name(), l.out(), l.in(), 3, 3);
                case RESIDUAL -> residual(all, l, d);
                case ATTENTION -> {
                    norm(all, l.name() + "norm", l.in());
                    weights(all, l.name() + "qkv", 3L * l.in(), l.in(), 1);
                    zeros(all, l.name() + "proj_out", l.in(), l.in(), 1);
                }
                case HALF, DOUBLE -> {}
            }
        }
        norm(all, "out.0", plan.last());
        zeros(all, "out.2", c.channels(), plan.last(), 3, 3);
        return all;
    }

    private static void residual(List<ParameterSpec> all, UnetPlan.Layer l, int d) {
        norm(all, l.name() + "in_layers.0", l.in());
        weights(all, l.name() + "in_layers.2", l.out(), l.in(), 3, 3);
        weights(all, l.name() + "emb_layers.1", 2L * l.out(), d);
        norm(all, l.name() + "out_layers.0", l.out());
        zeros(all, l.name() + "out_layers.3", l.out(), l.out(), 3, 3);
        if (l.in() != l.out()) {
            weights(all, l.name() + "skip_connection", l.out(), l.in(), 1, 1);
        }
    }

    /** Uniform in ±1/√(inputs of a number), weight and bias, as PyTorch's layers start. */
    private static void weights(List<ParameterSpec> all, String name, long... shape) {
        double inputs = 1;
        for (int i = 1; i < shape.length; i++) {
            inputs *= shape[i];
        }
        Init init = new Init.Uniform(1 / Math.sqrt(inputs));
        all.addAll(layer(name, init, init, shape));
    }

    private static void zeros(List<ParameterSpec> all, String name, long... shape) {
        all.addAll(layer(name, ZEROS, ZEROS, shape));
    }

    private static void norm(List<ParameterSpec> all, String name, int channels) {
        all.addAll(layer(name, ONES, ZEROS, channels));
    }
}
