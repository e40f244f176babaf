package dev.eqm.models.autoencoder;

import dev.eqm.models.nn.Init;
import dev.eqm.models.nn.ParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One step of an encoder or decoder: a method of the kernel text and its weights.
 *
 * @param kind what is computed
 * @param name of its weights, today's diffusers names up to the part that the kind adds
 * @param in channels that it is given
 * @param out channels that it answers with
 */
public record KlStage(Kind kind, String name, int in, int out) {
    /** What a stage computes; the kernel method is the name in lower case. */
    public enum Kind {
        /** A 3x3 convolution. */
        CONV3,
        /** A 1x1 convolution. */
        CONV1,
        /** Two 3x3 convolutions, each behind group norm and SiLU, around a shortcut. */
        RESIDUAL,
        /** Self-attention with one head over all places, around a shortcut. */
        ATTENTION,
        /** A 3x3 convolution of stride 2 on the picture with a row below and a column right. */
        DOWNSAMPLE,
        /** Each place four times, then a 3x3 convolution. */
        UPSAMPLE,
        /** Group norm, SiLU and a 3x3 convolution. */
        HEAD
    }

    /** The kernel method. */
    String method() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** Its parameters in the order in which the kernel takes them. */
    public List<ParameterSpec> specs() {
        List<ParameterSpec> all = new ArrayList<>();
        switch (kind) {
            case CONV3, DOWNSAMPLE, UPSAMPLE -> addConvolution(all, name, in, out, 3);
            case CONV1 -> addConvolution(all, name, in, out, 1);
            case HEAD -> {
                addNorm(all, name + "norm_out", in);
                addConvolution(all, name + "out", in, out, 3);
            }
            case RESIDUAL -> {
                addNorm(all, name + ".norm1", in);
                addConvolution(all, name + ".conv1", in, out, 3);
                addNorm(all, name + ".norm2", out);
                addConvolution(all, name + ".conv2", out, out, 3);
                if (in != out) {
                    addConvolution(all, name + ".conv_shortcut", in, out, 1);
                }
            }
            case ATTENTION -> {
                addNorm(all, name + ".group_norm", in);
                for (String part : List.of("to_q", "to_k", "to_v", "to_out.0")) {
                    add(all, name + "." + part, out, in);
                }
            }
        }
        return all;
    }

    private static void addConvolution(
            List<ParameterSpec> all, String name, int in, int out, int size) {
        add(all, name, out, in, size, size);
    }

    /** Starts so that the variance of what comes in is kept: normal with deviation 1/√inputs. */
    private static void add(List<ParameterSpec> all, String name, long... shape) {
        long fan = Arrays.stream(shape).skip(1).reduce(1, (a, b) -> a * b);
        addFrozen(all, name, new Init.Normal(1 / Math.sqrt((double) fan)), shape);
    }

    private static void addNorm(List<ParameterSpec> all, String name, int width) {
        addFrozen(all, name, new Init.Full(1), width);
    }

    private static void addFrozen(
            List<ParameterSpec> all, String name, Init weight, long... shape) {
        for (ParameterSpec spec : ParameterSpec.layer(name, weight, new Init.Zeros(), shape)) {
            all.add(spec.frozen());
        }
    }
}
