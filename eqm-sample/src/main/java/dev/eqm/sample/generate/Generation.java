package dev.eqm.sample.generate;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Noise;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.sample.guidance.Conditioner;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.output.DivergedException;
import dev.eqm.sample.output.Progress;
import dev.eqm.sample.output.SampleBatch;
import dev.eqm.sample.output.SampleSink;
import dev.eqm.sample.sampler.Effort;
import dev.eqm.sample.sampler.SampleResult;
import dev.eqm.sample.sampler.Sampler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A generation run: noise by index, labels in turn, the field once a batch, the sampling loop,
 * sinks.
 *
 * @param method how a batch moves
 * @param conditioner which field it sees
 * @param start where it starts
 * @param plan which samples are wanted, such as a {@link NumberedRequests}
 */
public record Generation(
        Method method, Conditioner conditioner, StartStates start, SampleRequests plan) {
    /**
     * Root mean square beyond which states are no pictures: that of noise and of data is near 1.
     */
    private static final double NO_PICTURE = 100;

    public Generation {
        requireGiven("method", method, "conditioner", conditioner, "start", start, "plan", plan);
    }

    /** Samples of a network, made as configured, from noise. */
    public static Generation of(
            ModelArchitecture network, Sampling sampling, SampleRequests samples) {
        requireGiven("network", network, "sampling", sampling, "samples", samples);
        return new Generation(
                sampling.on(network), sampling.guidance(), StartStates.NOISE, samples);
    }

    /** The same samples with another field. */
    public Generation seeing(Conditioner other) {
        return new Generation(method, other, start, plan);
    }

    /** The same samples from other states. */
    public Generation from(StartStates other) {
        return new Generation(method, conditioner, other, plan);
    }

    /** The same samples by another method. */
    public Generation by(Method other) {
        return new Generation(other, conditioner, start, plan);
    }

    /** Descends the guided field from noise. */
    public Generation(Sampler sampler, Guidance guidance, SampleRequests plan) {
        this(new DescendField(sampler), guidance, StartStates.NOISE, plan);
    }

    /** {@link #run(FieldModel, List, GenerationListener)} with nobody watching. */
    public GenerationReport run(FieldModel model, List<? extends SampleSink> sinks) {
        return run(model, sinks, GenerationListener.NONE);
    }

    /**
     * Makes all samples and finishes the sinks; who opened model and sinks closes them.
     *
     * @throws IllegalArgumentException before any work, if model and settings do not fit
     * @throws DivergedException for the first batch with a sample that is no longer finite; the
     *     sinks have not been finished
     */
    public GenerationReport run(
            FieldModel model, List<? extends SampleSink> sinks, GenerationListener listener) {
        return run(model, sinks, listener, Progress.NONE);
    }

    /**
     * The same for a run that may be cut off: it goes on behind what {@code progress} says is done,
     * and tells it after every batch. Batches are those of an uninterrupted run, bit for bit.
     */
    public GenerationReport run(
            FieldModel model,
            List<? extends SampleSink> sinks,
            GenerationListener listener,
            Progress progress) {
        requireGiven("model", model, "sinks", sinks, "listener", listener, "progress", progress);
        requireFits(model);
        int done = progress.done();
        require(
                done % plan.batchSize() == 0 || done == plan.count(),
                "%s samples are complete, which is not a multiple of %s",
                done,
                plan.batchSize());
        if (done > 0) {
            sinks.forEach(sink -> sink.resume(done));
        }
        long start = System.nanoTime();
        List<double[]> norms = new ArrayList<>();
        List<Effort> efforts = new ArrayList<>();
        try (GradMode off = GradMode.off()) {
            for (int first = done; first < plan.count(); first += plan.batchSize()) {
                SampleResult result = batch(model, first, sinks, listener);
                norms.add(result.gradientNorms());
                efforts.add(result.effort());
                sinks.forEach(SampleSink::sync);
                progress.save(first + plan.sizeAt(first));
            }
        }
        sinks.forEach(SampleSink::finish);
        double seconds = (System.nanoTime() - start) / 1e9;
        double[] all = norms.stream().flatMapToDouble(Arrays::stream).toArray();
        return new GenerationReport(all, Effort.joined(efforts), seconds);
    }

    private SampleResult batch(
            FieldModel model,
            int first,
            List<? extends SampleSink> sinks,
            GenerationListener listener) {
        listener.evaluating();
        long[] labels = plan.labelsAt(first);
        Watched watched = new Watched(conditioner, listener::evaluating);
        try (Arena arena = Arena.open(model.parameters().device(), "samples");
                Scope scope = Scope.open()) {
            long[] seeds = plan.seedsAt(first);
            NDArray x = start.of(first, Noise.normal(arena, seeds, model.sampleShape()));
            SampleBatch begun = new SampleBatch(first, labels, x);
            sinks.forEach(sink -> sink.begin(begun));
            Method.Batch own = new Method.Batch(first, labels, seeds, x);
            BatchWatch watch = new BatchWatch(first, sinks, listener);
            SampleResult result = method.run(model, watched, own, watch);
            requirePictures(first, result);
            SampleBatch batch = new SampleBatch(first, labels, result.x());
            sinks.forEach(sink -> sink.accept(batch));
            listener.batchDone(first + labels.length, result);
            return result;
        }
    }

    /**
     * Networks that normalise their input answer with bounded gradients: they overshoot finitely.
     */
    private static void requirePictures(int first, SampleResult result) {
        if (!result.finished()) {
            throw new DivergedException(
                    "samples from " + first + " on: " + result.reason().describe());
        }
        double[] norms = result.stateNorms();
        double root = Math.sqrt((double) result.x().size() / norms.length);
        for (int i = 0; i < norms.length; i++) {
            double size = norms[i] / root;
            if (size > NO_PICTURE) {
                int steps = result.effort().steps()[i];
                double gradient = result.gradientNorms()[i];
                throw new DivergedException(
                        String.format(
                                Locale.ROOT,
                                "sample %d diverged within %d steps: its root mean square is %.4g, while "
                                        + "an image has about 1 (gradient norm %.4g); choose a smaller eta",
                                first + i,
                                steps,
                                size,
                                gradient));
            }
        }
    }

    /**
     * Checks, before sinks are opened, that model and settings fit; {@link #run} checks again.
     *
     * @throws IllegalArgumentException with the rule that is broken
     */
    public void requireFits(FieldModel model) {
        conditioner.requireFits(model);
        method.requireFits(model, conditioner);
        start.requireFits(model);
        for (int first = 0; first < plan.count(); first += plan.batchSize()) {
            for (long label : plan.labelsAt(first)) {
                int n = model.classes();
                String rule = "label %s: the model has labels 0 to %s and the null label %s";
                require(label >= 0 && label <= n, rule, label, n - 1, n);
            }
        }
    }
}
