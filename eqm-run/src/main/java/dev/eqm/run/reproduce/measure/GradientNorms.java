package dev.eqm.run.reproduce.measure;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Noise;
import dev.eqm.core.random.Seeds;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.run.sampling.OpenRun;
import dev.eqm.run.scoring.RunImages;
import dev.eqm.sample.evaluation.memorisation.LabelledVectors;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.output.DivergedException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * The mean ‖∇E‖, conditioned on the labels, at learned images, held-out images, samples and noise.
 * A model that sees time is asked at t = 1, at noise at t = 0.
 */
public record GradientNorms() implements Measure {
    @Override
    public String title() {
        return "gradient norm";
    }

    @Override
    public String places() {
        return "states";
    }

    @Override
    public Readings of(Trial trial) {
        RunImages images = trial.images();
        Map<String, Reading> all = new LinkedHashMap<>();
        try (OpenRun open = trial.open()) {
            all.put("learned images", at(open, some(images.learned(), trial), 1));
            if (images.hasHeldOut()) {
                all.put("held-out images", at(open, some(images.heldOut(), trial), 1));
            }
            try {
                Generation generation = open.generation(trial.samples(open));
                float[] samples = open.states(generation);
                all.put("samples", at(open, new LabelledVectors(samples, trial.labels()), 1));
            } catch (DivergedException e) {
                all.put("samples", Reading.diverged());
            }
            all.put("noise", at(open, noise(open, trial), 0));
        }
        return new Readings(all);
    }

    private static LabelledVectors some(ImageSource source, Trial trial) {
        return LabelledVectors.of(RunImages.like(source, trial.labels(), trial.noise()));
    }

    private static LabelledVectors noise(OpenRun open, Trial trial) {
        long[] seeds =
                LongStream.range(0, trial.count())
                        .map(i -> Seeds.derive(trial.noise(), i))
                        .toArray();
        try (GradMode off = GradMode.off();
                Arena arena = Arena.open(open.model().device(), "noise")) {
            NDArray noise = Noise.normal(arena, seeds, open.network().sampleShape());
            return new LabelledVectors(noise.toFloatArray(), trial.labels());
        }
    }

    private static Reading at(OpenRun open, LabelledVectors states, double t) {
        int n = states.labels().length;
        int d = states.values().length / n;
        int batch = open.sampling().batchSize();
        double[] norms = new double[n];
        for (int first = 0; first < n; first += batch) {
            int end = Math.min(n, first + batch);
            float[] some = Arrays.copyOfRange(states.values(), first * d, end * d);
            long[] labels = Arrays.copyOfRange(states.labels(), first, end);
            float[] gradients = gradients(open, some, labels, t);
            for (int i = first; i < end; i++) {
                double sum = 0;
                for (int k = 0; k < d; k++) {
                    double g = gradients[(i - first) * d + k];
                    sum += g * g;
                }
                norms[i] = Math.sqrt(sum);
            }
        }
        return Groups.mean(norms);
    }

    private static float[] gradients(OpenRun open, float[] states, long[] labels, double t) {
        long[] shape = open.network().sampleShape().getShape();
        try (GradMode off = GradMode.off();
                Arena arena = Arena.open(open.model().device(), "states");
                FieldModel.Conditioned field = open.network().condition(labels, t);
                Scope scope = Scope.open()) {
            NDArray x = arena.of(states, labels.length, shape[0], shape[1], shape[2]);
            return field.gradient(x).toFloatArray();
        }
    }

    @Override
    public double evaluations(Sampling sampling, ModelArchitecture network, int samples) {
        return new FrechetMeasure().evaluations(sampling, network, samples) + 4.0 * samples;
    }
}
