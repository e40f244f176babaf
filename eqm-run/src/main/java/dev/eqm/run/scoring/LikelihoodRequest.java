package dev.eqm.run.scoring;

import static dev.eqm.core.check.Check.require;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.device.Precision;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.random.Seeds;
import dev.eqm.models.autoencoder.PixelCodec;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.pipeline.ComputeChoice;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.sampling.LabelledStates;
import dev.eqm.run.sampling.StartImages;
import dev.eqm.run.settings.CodecChoice;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.likelihood.Dequantisation;
import dev.eqm.sample.likelihood.Likelihood;
import dev.eqm.sample.likelihood.LogLikelihood;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * How many bits a dimension a Flow-Matching model needs for images, given their labels; computed in
 * float32, batches side by side in lanes.
 *
 * @param device {@code cpu}, {@code cuda}, {@code cuda:N}, {@code auto}, or {@link
 *     ComputeChoice#CONFIGURED}
 * @param likelihood how it is estimated
 * @param batch images at a time
 * @param seed of dequantisation and probes
 */
public record LikelihoodRequest(
        FoundModel model,
        String device,
        StartImages images,
        Likelihood likelihood,
        int batch,
        long seed) {
    public LikelihoodRequest {
        int count = images.count();
        require(
                count >= 2,
                "at least 2 images are needed to estimate a standard error, got %s",
                count);
        require(batch >= 1, "batch must be at least 1, got %s", batch);
    }

    /**
     * Measures.
     *
     * @throws UsageException for a model that sees no time, or one of latents
     */
    public BitsReport run(RunListener listener) {
        if (!model.architecture().timeConditional()) {
            throw new UsageException(
                    model.file()
                            + " has no time input: its velocity does not carry noise to data in unit "
                            + "time, so it has no likelihood by the ODE; choose a Flow-Matching run");
        }
        if (!(model.config().codec().resolved(model.channels()) instanceof CodecChoice.Pixels)) {
            throw new UsageException(
                    model.file()
                            + " is a latent model, but bits per dimension are defined for the "
                            + "bytes of images; choose a Flow-Matching run on pixels");
        }
        ComputeChoice compute = new ComputeChoice(device, ComputeChoice.CONFIGURED);
        Device where = compute.computeOn(model.config());
        try (Lanes lanes = Lanes.of(model.config().lanesOn(where));
                FieldModel network = model.open(Precision.FLOAT32, where);
                PixelCodec pixels = new PixelCodec()) {
            LabelledStates some = images.read(model, network, pixels, listener);
            LogLikelihood found = measure(network, some, lanes, listener);
            return new BitsReport(model.file(), some.described(), likelihood, seed, found);
        }
    }

    /** As many batches at a time as there are lanes. */
    private LogLikelihood measure(
            FieldModel network, LabelledStates some, Lanes lanes, RunListener listener) {
        int count = images.count();
        long[] seeds = LongStream.range(0, count).map(i -> Seeds.derive(seed, i)).toArray();
        float[] noisy = Dequantisation.of(some.states(), seeds);
        List<LogLikelihood> parts = new ArrayList<>();
        List<Supplier<LogLikelihood>> tasks = new ArrayList<>();
        for (int first = 0; first < count; first += batch) {
            int from = first;
            int to = Math.min(count, first + batch);
            long[] labels = some.labels().subList(from, to).stream().mapToLong(l -> l).toArray();
            tasks.add(() -> part(network, labels, seeds, noisy, from, to));
            if (tasks.size() == lanes.count() || to == count) {
                parts.addAll(lanes.run(tasks));
                tasks.clear();
                listener.progressed(to / (double) count, to + " of " + count);
            }
        }
        double[] nats = parts.stream().flatMapToDouble(p -> Arrays.stream(p.nats())).toArray();
        return new LogLikelihood(nats, parts.get(0).size(), parts.get(0).evaluations());
    }

    private LogLikelihood part(
            FieldModel network, long[] labels, long[] seeds, float[] noisy, int from, int to) {
        long[] s = network.sampleShape().getShape();
        int size = Math.toIntExact(network.sampleShape().size());
        try (GradMode off = GradMode.off();
                Arena arena = Arena.open(network.parameters().device(), "images");
                VelocityField velocity = Guidance.NONE.velocity(network, 0, labels)) {
            float[] some = Arrays.copyOfRange(noisy, from * size, to * size);
            NDArray x = arena.of(some, to - from, s[0], s[1], s[2]);
            return likelihood.of(velocity, x, Arrays.copyOfRange(seeds, from, to));
        }
    }
}
