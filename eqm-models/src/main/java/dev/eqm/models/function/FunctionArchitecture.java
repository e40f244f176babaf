package dev.eqm.models.function;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.types.Shape;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.GradientCheck;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.Hyperparameters;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An architecture whose forward pass is code: a function or a DJL block. {@link Networks} makes
 * them.
 *
 * <p>A model file holds its id, its shape and its inputs beside the weights, not the code. Two are
 * equal if these and the names and shapes of their parameters are; whether their code is the same
 * as well is its author's word, so a network that computes something else gets another id.
 */
public final class FunctionArchitecture implements ModelArchitecture {
    private final String id;
    private final Shape sampleShape;
    private final Inputs inputs;
    private final List<ParameterSpec> specs;
    private final Forward forward;

    FunctionArchitecture(
            String id, Shape sampleShape, Inputs inputs, List<ParameterSpec> specs, Forward f) {
        require(specs.stream().anyMatch(ParameterSpec::trainable), "%s has nothing to train", id);
        List<String> names = specs.stream().map(ParameterSpec::name).toList();
        require(
                names.stream().distinct().count() == names.size(),
                "the parameters of %s must have distinct names, got %s",
                id,
                names);
        this.id = id;
        this.sampleShape = sampleShape;
        this.inputs = inputs;
        this.specs = List.copyOf(specs);
        this.forward = f;
    }

    @Override
    public Hyperparameters hyperparameters() {
        return new Hyperparameters(id)
                .with("channels", sampleShape.get(0))
                .with("height", sampleShape.get(1))
                .with("width", sampleShape.get(2))
                .with("classes", inputs.classes())
                .with("labelDropout", inputs.labelDropout())
                .with("timeConditional", inputs.time());
    }

    /**
     * Whether a fresh network's gradients are right, under forced garbage collections, by finite
     * differences: the test that a network of one's own should have once, {@code
     * network.checkGradients(1).requireRight()}. It finds DJL's operations with a Java number,
     * wherever a function or a block hides them. A parameter behind a layer that starts at zero has
     * no slope to be compared; start such a layer otherwise for the test. Kinks, of max pooling or
     * relu, can show as differences of a percent; a gradient that is wrong is further off.
     */
    public GradientCheck checkGradients(long seed) {
        return new Probe(this, seed).gradients();
    }

    /** Whether a file that holds these numbers holds this network. */
    boolean isStoredAs(Hyperparameters stored) {
        return hyperparameters().agreesWith(stored);
    }

    @Override
    public List<ParameterSpec> specs() {
        return specs;
    }

    @Override
    public FieldModel build(Precision precision, Parameters parameters) {
        require(
                supports(precision),
                "precision must be float32 for %s, whose code chooses its own types, got %s",
                id,
                precision);
        return new FunctionModel(this, forward, parameters);
    }

    /** float32 alone: a function rounds where it wants to. */
    @Override
    public boolean supports(Precision precision) {
        return precision == Precision.FLOAT32;
    }

    @Override
    public Shape sampleShape() {
        return sampleShape;
    }

    /** What it sees beside the states. */
    public Inputs inputs() {
        return inputs;
    }

    /** 1 for a network without labels: all images are alike to it. */
    @Override
    public int classes() {
        return Math.max(1, inputs.classes());
    }

    @Override
    public double labelDropout() {
        return inputs.labelDropout();
    }

    @Override
    public boolean timeConditional() {
        return inputs.time();
    }

    /**
     * As if every trained number were used once: right for linear layers, too low where a layer is
     * applied at many places, as convolutions are.
     */
    @Override
    public Map<String, Long> macs() {
        long trained =
                specs.stream()
                        .filter(ParameterSpec::trainable)
                        .mapToLong(ParameterSpec::size)
                        .sum();
        return Map.of("parameters", trained);
    }

    @Override
    public Map<String, String> describe() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("input", "%dx%dx%d".formatted((Object[]) boxed()));
        all.put("network", id + ", " + specs.size() + " parameters");
        all.put(
                "conditioning",
                inputs.seesLabels()
                        ? "%d classes, label dropout %s, time input %s"
                                .formatted(inputs.classes(), inputs.labelDropout(), inputs.time())
                        : "no labels, time input " + inputs.time());
        return all;
    }

    private Long[] boxed() {
        return new Long[] {sampleShape.get(0), sampleShape.get(1), sampleShape.get(2)};
    }

    /** What must agree: all but the code. */
    private List<Object> identity() {
        List<String> shapes =
                specs.stream().map(s -> s.name() + s.shape() + s.trainable()).toList();
        return List.of(hyperparameters(), shapes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FunctionArchitecture o && identity().equals(o.identity());
    }

    @Override
    public int hashCode() {
        return identity().hashCode();
    }

    /** The id with what a file holds of it, and the parameters. */
    @Override
    public String toString() {
        List<String> shapes = specs.stream().map(s -> s.name() + " " + s.shape()).toList();
        return id + hyperparameters().values() + " with " + shapes;
    }
}
