package dev.eqm.models.function;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.mlp.MlpConfig;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.unet.UnetConfig;
import java.util.List;
import java.util.function.Supplier;

/**
 * Networks of one's own without classes: a function of plain arrays, or a block of DJL.
 *
 * <pre>{@code
 * var affine = Networks.of("affine", new Shape(1, 28, 28),
 *         List.of(trained("w", new Init.Zeros(), 1, 28, 28), trained("b", new Init.Zeros(), 1, 28, 28)),
 *         (w, x, gamma, labels) -> x.mul(w.get("w")).add(w.get("b")));
 * }</pre>
 *
 * <p>What comes out is an architecture like any other: {@code fresh(precision, device, seed)} makes
 * a network of it, to be trained, averaged, checkpointed and sampled; {@code new
 * EnergyArchitecture(affine, energy)} is an explicit energy over it.
 *
 * <p>A file does not hold the code, so whoever reads one hands the architecture in: {@link
 * dev.eqm.models.weights.ModelFile#read(java.nio.file.Path, dev.eqm.models.nn.ModelArchitecture,
 * dev.eqm.core.device.Precision, ai.djl.Device)}; a resumed run has it in its {@code RunIdentity}.
 * For commands and configurations, which only know names, an {@code Extension} adds its {@link
 * Family} to the catalogue.
 */
public final class Networks {
    private static final String ID = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

    private static final List<String> TAKEN =
            List.of(SiTConfig.KIND, MlpConfig.KIND, UnetConfig.KIND, EnergyArchitecture.KIND);

    private Networks() {}

    /**
     * A network that sees the states alone.
     *
     * @param id what model files and checkpoints call it: lower-case letters, digits and '-'
     * @param sampleShape of one sample, [C, H, W]
     * @param parameters names, shapes and how they start
     * @param function f
     */
    public static FunctionArchitecture of(
            String id,
            Shape sampleShape,
            List<ParameterSpec> parameters,
            NetworkFunction function) {
        return of(id, sampleShape, Inputs.STATES, parameters, function);
    }

    /** The same for a network that sees labels or γ as well. */
    public static FunctionArchitecture of(
            String id,
            Shape sampleShape,
            Inputs inputs,
            List<ParameterSpec> parameters,
            NetworkFunction function) {
        requireFits(id, sampleShape);
        requireGiven("inputs", inputs, "parameters", parameters, "function", function);
        return new FunctionArchitecture(
                id,
                sampleShape,
                inputs,
                parameters,
                (w, x, gamma, labels, training) -> function.of(w, x, gamma, labels));
    }

    /**
     * A block of DJL that sees the states alone, [N, C, H, W].
     *
     * <p>It says its layers, their parameters and how these start; the parameters themselves are
     * eqm's, drawn from eqm's seed. Refused is what cannot be trained exactly: dropout (its random
     * numbers are not a function of the seed), batch norm (running averages, which rows share) and
     * the activations whose gradients DJL gets wrong now and then (swish, relu6). A lambda inside a
     * block, or a block of one's own, is its author's to judge: {@link
     * FunctionArchitecture#checkGradients} does.
     *
     * @param block makes a block of which nothing is initialised yet; called once, now
     */
    public static FunctionArchitecture ofDjl(
            String id, Shape sampleShape, Supplier<? extends Block> block) {
        return ofDjl(id, sampleShape, Inputs.STATES, block);
    }

    /**
     * The same for a block that sees labels or γ as well: its inputs are {@code NDList(x)}, {@code
     * (x, labels)}, {@code (x, gamma)} or {@code (x, labels, gamma)}, as the {@link Inputs} say;
     * labels are int64, [N], γ is float32, [N].
     */
    public static FunctionArchitecture ofDjl(
            String id, Shape sampleShape, Inputs inputs, Supplier<? extends Block> block) {
        requireFits(id, sampleShape);
        requireGiven("inputs", inputs, "block", block);
        Block made = block.get();
        require(made != null, "block must make a block, got %s", "null");
        DjlBlock layers = DjlBlock.of(id, sampleShape, inputs, made);
        return new FunctionArchitecture(id, sampleShape, inputs, layers.specs(), layers);
    }

    private static void requireFits(String id, Shape sampleShape) {
        requireGiven("id", id, "sampleShape", sampleShape);
        require(
                id.matches(ID),
                "id must consist of lower-case letters, digits and '-', and begin with a letter, got '%s'",
                id);
        require(
                !TAKEN.contains(id),
                "id must not be one of eqm's own networks, %s, got '%s'; choose another name",
                TAKEN,
                id);
        require(
                sampleShape.dimension() == 3 && sampleShape.size() > 0,
                "the shape of a sample must be [C, H, W], got %s",
                sampleShape);
    }
}
