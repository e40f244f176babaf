package dev.eqm.run.reproduce.measure;

import ai.djl.Device;
import dev.eqm.core.data.ImageSource;
import dev.eqm.run.sampling.OpenRun;
import dev.eqm.run.sampling.SampleProgress;
import dev.eqm.run.scoring.RunImages;
import dev.eqm.sample.evaluation.feature.FeatureCollector;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.GenerationReport;
import dev.eqm.sample.output.Decoded;
import dev.eqm.sample.output.DivergedException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The Fréchet distance of the samples to the images that were learned: FMD for the built-in net of
 * grey 28x28 pictures, never FID there. Beside it: the share of samples whose class the net names,
 * network calls for a sample, the last gradient norm, and seconds.
 */
public record FrechetMeasure() implements Measure {
    private static final int BATCH = 64;

    @Override
    public String title() {
        return "Frechet distance";
    }

    @Override
    public Readings of(Trial trial) {
        try (OpenRun open = trial.open()) {
            FrechetLook look = look(trial, open);
            Generation generation = open.generation(trial.samples(open));
            return Readings.of(measured(trial, open, look, generation));
        }
    }

    /** The look of a model's pictures. */
    static FrechetLook look(Trial trial, OpenRun open) {
        return trial.looks()
                .look(
                        trial.found().config().data().source(),
                        open.decoder().shape(),
                        open.model().device());
    }

    /** Makes all samples and looks at them. */
    static Reading measured(Trial trial, OpenRun open, FrechetLook look, Generation generation) {
        try (FeatureCollector collector = look.collector()) {
            GenerationReport made =
                    generation.run(
                            open.network(),
                            List.of(
                                    new Decoded(
                                            open.codec(),
                                            open.network().sampleShape(),
                                            List.of(collector))),
                            new SampleProgress(trial.listener(), generation, 0));
            return effort(trial, look.of(collector), made);
        } catch (DivergedException e) {
            trial.listener().found("the samples diverged: " + e.getMessage());
            return Reading.diverged();
        }
    }

    /** A reading with what it took. */
    static Reading effort(Trial trial, Reading reading, GenerationReport made) {
        return reading.with(Reading.CALLS, calls(trial, made))
                .with(Reading.NORM, Arrays.stream(made.gradientNorms()).average().orElse(0))
                .with(Reading.SECONDS, made.seconds());
    }

    /** Network calls for a sample, on average. */
    static double calls(Trial trial, GenerationReport made) {
        double evaluations = Arrays.stream(made.effort().evaluations()).average().orElse(0);
        return evaluations * trial.rowsPerEvaluation();
    }

    @Override
    public boolean hasFloor() {
        return true;
    }

    /**
     * Of held-out images with the labels of the samples; of learned ones where none are held out.
     */
    @Override
    public Optional<Readings> floor(Trial trial) {
        RunImages images = trial.images();
        ImageSource real = images.hasHeldOut() ? images.heldOut() : images.learned();
        ImageSource some = RunImages.like(real, trial.labels(), trial.noise());
        Device device = trial.found().config().computeOn(null);
        FrechetLook look =
                trial.looks().look(trial.found().config().data().source(), some.shape(), device);
        try (FeatureCollector collector = look.collector()) {
            collector.addAll(some, some.size(), BATCH);
            return Optional.of(Readings.of(look.of(collector)));
        }
    }
}
