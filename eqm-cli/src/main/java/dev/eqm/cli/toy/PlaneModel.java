package dev.eqm.cli.toy;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Noise;
import dev.eqm.core.random.Seeds;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.run.settings.ModelConfig;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.integrator.Heun;
import dev.eqm.sample.integrator.Integration;
import dev.eqm.sample.output.DivergedException;
import dev.eqm.sample.sampler.SampleListener;
import dev.eqm.sample.sampler.SampleResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A model of points in the plane and how its run samples.
 *
 * @param config of the run
 * @param model with states [2, 1, 1]; closed by who opened it
 */
public record PlaneModel(RunConfig config, FieldModel model) {
    /** Whether a run's states are points in the plane. */
    public static boolean isPlane(RunConfig config) {
        ModelConfig m = config.model();
        return m.channels() == 2 && m.imageSize() == 1;
    }

    /**
     * ∇E at points, without a label where the model knows one (the null label), else for label 0.
     *
     * @param t the time that a time-conditional model is told
     */
    public float[] gradients(float[] points, double t) {
        return at(points, unconditional(points.length / 2), t, FieldModel.Conditioned::gradient);
    }

    /** The null label where the model knows one, else label 0. */
    long[] unconditional(int n) {
        long[] labels = new long[n];
        Arrays.fill(labels, model.labelDropout() > 0 ? model.classes() : 0);
        return labels;
    }

    /** The labels of {@link #walks}: in turn. */
    long[] labels(int n) {
        return LongStream.range(0, n).map(i -> i % model.classes()).toArray();
    }

    /**
     * E at points.
     *
     * @param labels one for each
     * @throws IllegalArgumentException if the model is implicit
     */
    public double[] energies(float[] points, long[] labels) {
        float[] energies = at(points, labels, 0, this::energy);
        return IntStream.range(0, labels.length).mapToDouble(i -> energies[i]).toArray();
    }

    private NDArray energy(FieldModel.Conditioned field, NDArray x) {
        require(field.knowsEnergy(), "%s has no explicit energy: set model.energy", config.name());
        return field.energy(x);
    }

    /** What a field answers at points, as Java numbers. */
    private float[] at(
            float[] points,
            long[] labels,
            double t,
            BiFunction<FieldModel.Conditioned, NDArray, NDArray> question) {
        try (GradMode off = GradMode.off();
                Arena arena = Arena.open(model.parameters().device(), "points");
                FieldModel.Conditioned field = model.condition(labels, t);
                Scope scope = Scope.open()) {
            NDArray x = arena.of(points, labels.length, 2, 1, 1);
            return question.apply(field, x).toFloatArray();
        }
    }

    /**
     * Samples with their ways: the noise, then the states after every step. An EqM model descends
     * by the run's update rule; a time-conditional one is integrated with Heun in as many steps.
     *
     * @return steps + 1 arrays of {@code count} points
     * @throws DivergedException if samples are no longer finite
     */
    public List<float[]> walks(int count) {
        long seed = config.train().seed();
        long[] seeds = LongStream.range(0, count).map(i -> Seeds.derive(seed, i)).toArray();
        long[] labels = labels(count);
        List<float[]> states = new ArrayList<>();
        try (GradMode off = GradMode.off();
                Arena arena = Arena.open(model.parameters().device(), "walks");
                Scope scope = Scope.open()) {
            NDArray noise = Noise.normal(arena, seeds, new Shape(2, 1, 1));
            states.add(noise.toFloatArray());
            SampleResult result =
                    run(noise, labels, (k, step, norms) -> states.add(step.x().toFloatArray()));
            if (!result.finished()) {
                throw new DivergedException(config.name() + ": " + result.reason().describe());
            }
        }
        return states;
    }

    private SampleResult run(NDArray noise, long[] labels, SampleListener listener) {
        Sampling sampling = config.sampling();
        if (model.timeConditional()) {
            try (VelocityField velocity = sampling.guidance().velocity(model, 0, labels)) {
                return new Integration(new Heun(), sampling.steps()).run(velocity, noise, listener);
            }
        }
        try (FieldModel.Conditioned field = sampling.guidance().condition(model, labels)) {
            return sampling.sampler().run(field, noise, listener);
        }
    }
}
