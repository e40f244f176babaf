package dev.eqm.run.reproduce.measure;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.data.ImageSource;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.run.sampling.OpenRun;
import dev.eqm.run.scoring.RunImages;
import dev.eqm.sample.evaluation.memorisation.LabelledVectors;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.NoisedImages;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.guidance.LateStart;
import dev.eqm.sample.output.SampleBatch;
import dev.eqm.sample.output.SampleSink;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Fréchet distance of samples that start at held-out images under noise, γ₀x + (1 − γ₀)ε,
 * rather than at noise; of learned images where none are held out.
 *
 * @param gammas each γ₀ in [0, 1]
 * @param told whether a model that sees time begins at t = γ₀, rather than at 0 as from noise
 */
public record FrechetFromImages(List<Double> gammas, boolean told) implements Measure {
    /** The root mean squared difference of a sample from the image that it began with. */
    public static final String GAP = "distance to the image";

    public FrechetFromImages {
        require(!gammas.isEmpty(), "gammas must not be empty, got %s", gammas);
        gammas.forEach(g -> require(g >= 0 && g <= 1, "gammas must lie in [0, 1], got %s", g));
        gammas = List.copyOf(gammas);
    }

    @Override
    public String title() {
        return FrechetMeasure.DISTANCE;
    }

    @Override
    public String places() {
        return "γ₀";
    }

    /** How far samples end from the images that they began with. */
    private static final class Gap implements SampleSink {
        private final float[] images;
        private double squares;
        private long numbers;

        Gap(float[] images) {
            this.images = images;
        }

        @Override
        public boolean wantsNorms(int number) {
            return false;
        }

        @Override
        public void accept(SampleBatch batch) {
            float[] states = batch.states().toFloatArray();
            int at = batch.first() * (states.length / batch.labels().length);
            for (int i = 0; i < states.length; i++) {
                double gap = (double) states[i] - images[at + i];
                squares += gap * gap;
            }
            numbers += states.length;
        }

        double root() {
            return Math.sqrt(squares / numbers);
        }
    }

    @Override
    public Readings of(Trial trial) {
        LabelledVectors images = LabelledVectors.of(real(trial));
        List<Long> labels = Arrays.stream(images.labels()).boxed().toList();
        Map<String, Reading> all = new LinkedHashMap<>();
        try (OpenRun open = trial.open()) {
            FrechetLook look = FrechetMeasure.look(trial, open);
            NumberedRequests samples =
                    new NumberedRequests(
                            labels, labels.size(), trial.noise(), trial.sampling().batchSize());
            for (double gamma : gammas) {
                NoisedImages start =
                        new NoisedImages(
                                images.values(), open.network().sampleShape(), List.of(gamma));
                Generation generation = open.generation(samples).from(start);
                if (told) {
                    generation =
                            generation.seeing(new LateStart(trial.sampling().guidance(), gamma));
                }
                Gap gap = new Gap(images.values());
                Reading reading = FrechetMeasure.measured(trial, open, look, generation, gap);
                all.put(
                        "" + gamma,
                        reading.hasDiverged() ? reading : reading.with(GAP, gap.root()));
            }
        }
        return new Readings(all);
    }

    private static ImageSource real(Trial trial) {
        RunImages images = trial.images();
        ImageSource real = images.hasHeldOut() ? images.heldOut() : images.learned();
        return RunImages.like(real, trial.labels(), trial.noise());
    }

    @Override
    public boolean hasFloor() {
        return true;
    }

    @Override
    public Optional<Readings> floor(Trial trial) {
        return new FrechetMeasure().floor(trial);
    }

    @Override
    public double evaluations(Sampling sampling, ModelArchitecture network, int samples) {
        return gammas.size() * new FrechetMeasure().evaluations(sampling, network, samples);
    }
}
