package dev.eqm.run.sampling;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.random.Noise;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.NoisedImages;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.guidance.LateStart;
import dev.eqm.sample.integrator.Integrator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Puts images under noise, x = γ·image + (1 − γ)·ε, and samples from there, Figure 10 of the paper:
 * the sheet has the images in its first row, then for each γ a row of noised and one of denoised
 * ones. The noise of image i is the same at every γ. A model that sees time is followed from t = γ.
 *
 * @param gammas each in [0, 1]: 0 is all noise, 1 is the image
 */
public record DenoiseRequest(
        SamplingSetup setup, Sheet sheet, StartImages images, List<Double> gammas) {
    public DenoiseRequest {
        gammas = List.copyOf(gammas);
        require(!gammas.isEmpty(), "at least one gamma is needed, got %s", gammas);
        for (double gamma : gammas) {
            require(gamma >= 0 && gamma <= 1, "gamma must lie in [0, 1], got %s", gamma);
        }
    }

    /**
     * Samples, then writes the sheet; the listener hears of every γ as it is done.
     *
     * @throws UsageException if a velocity is to be followed by an SDE, whose way cannot be begun
     *     in the middle by its velocity alone
     */
    public DenoiseReport run(RunListener listener) {
        try (OpenRun open = sheet.open(setup, listener)) {
            requireNoNoise();
            LabelledStates clean =
                    images.read(setup.model(), open.network(), open.codec(), open.listener());
            int n = clean.states().length;
            float[] all = new float[Sheet.room(1 + 2 * gammas.size(), n)];
            System.arraycopy(clean.states(), 0, all, 0, n);
            List<DenoiseReport.Level> levels = new ArrayList<>();
            for (int g = 0; g < gammas.size(); g++) {
                levels.add(level(open, clean, gammas.get(g), all, (1 + 2 * g) * n));
            }
            DenoiseReport report =
                    new DenoiseReport(sheet.picture(), setup, clean.labels(), levels);
            sheet.write(open, all, images.count(), report.toJson());
            return report;
        }
    }

    private void requireNoNoise() {
        Integrator integrator = setup.sampling().integrator();
        if (setup.integrates() && integrator.drawsNoise()) {
            throw new UsageException(
                    "denoise follows the velocity from t = gamma: choose an "
                            + "integrator without random noise, such as heun, got "
                            + integrator);
        }
    }

    /** Writes noised and denoised states, one behind the other, to {@code all[at ...]}. */
    private DenoiseReport.Level level(
            OpenRun open, LabelledStates clean, double gamma, float[] all, int at) {
        NumberedRequests samples =
                new NumberedRequests(
                        clean.labels(), images.count(), setup.seed(), setup.sampling().batchSize());
        NoisedImages start =
                new NoisedImages(clean.states(), open.network().sampleShape(), List.of(gamma));
        Generation generation =
                open.generation(samples)
                        .seeing(new LateStart(setup.sampling().guidance(), gamma))
                        .from(start);
        generation.requireFits(open.network());
        float[] noised = noised(start, samples, open);
        float[] denoised = open.states(generation);
        System.arraycopy(noised, 0, all, at, noised.length);
        System.arraycopy(denoised, 0, all, at + noised.length, denoised.length);
        double before = error(clean.states(), noised);
        double after = error(clean.states(), denoised);
        open.listener()
                .found(
                        String.format(
                                Locale.ROOT,
                                "gamma %.3g: mean squared error %.4f noisy, %.4f denoised",
                                gamma,
                                before,
                                after));
        return new DenoiseReport.Level(gamma, before, after);
    }

    private static float[] noised(NoisedImages start, NumberedRequests samples, OpenRun open) {
        NumberedRequests whole =
                new NumberedRequests(
                        samples.labels(), samples.count(), samples.seed(), samples.count());
        try (GradMode off = GradMode.off();
                Arena arena = Arena.open(open.model().device(), "noised")) {
            return start.of(0, Noise.normal(arena, whole.seedsAt(0), open.network().sampleShape()))
                    .toFloatArray();
        }
    }

    /** Mean squared error of pixels in [-1, 1]. */
    private static double error(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
        }
        return sum / a.length;
    }
}
