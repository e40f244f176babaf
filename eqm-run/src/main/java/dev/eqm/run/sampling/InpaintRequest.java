package dev.eqm.run.sampling;

import static dev.eqm.core.check.Check.require;

import dev.eqm.run.RunListener;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.Inpainting;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StopRule;
import dev.eqm.sample.sheet.SheetLabels;
import java.util.ArrayList;
import java.util.List;

/**
 * Hides a part of images and fills it; a row of the sheet is the image, what was known of it
 * (hidden pixels grey), then completions. Known pixels end as the image's own, bit for bit.
 *
 * @param mask what is hidden, as {@link KnownPixels} reads it
 * @param completions of each image
 * @param ramp steps in which known pixels come from noise to the image, so that they are as noisy
 *     as what stands beside them; 1: exact from the first step on
 */
public record InpaintRequest(
        SamplingSetup setup,
        Sheet sheet,
        StartImages images,
        String mask,
        int completions,
        int ramp) {
    public InpaintRequest {
        require(completions >= 1, "completions must be at least 1, got %s", completions);
        int steps = setup.sampling().steps();
        String rule = "ramp must lie in [1, %s], got %s: it cannot take more steps than there are";
        require(ramp >= 1 && ramp <= steps, rule, steps, ramp);
    }

    /** Half of the steps. */
    public static int usualRamp(Sampling sampling) {
        return Math.max(1, sampling.steps() / 2);
    }

    /** Samples, then writes the sheet. */
    public InpaintReport run(RunListener listener) {
        try (OpenRun open = sheet.open(setup, listener)) {
            float[] known = KnownPixels.of(mask, open.shape());
            LabelledStates clean =
                    images.read(setup.model(), open.network(), open.codec(), open.listener());
            int size = known.length;
            int n = images.count();
            float[] all = new float[Sheet.room(n * (2L + completions), size)];
            float[] filled = filled(open, known, clean);
            for (int i = 0; i < n; i++) {
                int row = i * (2 + completions) * size;
                System.arraycopy(clean.states(), i * size, all, row, size);
                for (int k = 0; k < size; k++) {
                    all[row + size + k] = known[k] * all[row + k]; // 0 is grey
                }
                System.arraycopy(
                        filled, i * completions * size, all, row + 2 * size, completions * size);
            }
            InpaintReport report =
                    new InpaintReport(sheet.picture(), setup, mask, ramp, clean.labels());
            sheet.write(
                    open,
                    all,
                    new Sheet.Content(
                            2 + completions,
                            SheetLabels.of(columns(), setup.model().names(clean.labels())),
                            PictureTexts.of("inpaint", setup, "Images", clean.described()),
                            report.toJson()));
            return report;
        }
    }

    private List<String> columns() {
        List<String> all = new ArrayList<>(List.of("image", "known"));
        for (int k = 1; k <= completions; k++) {
            all.add(completions == 1 ? "filled" : "filled " + k);
        }
        return all;
    }

    /** All completions of the first image, then of the second, [n * completions, C, H, W]. */
    private float[] filled(OpenRun open, float[] known, LabelledStates clean) {
        int n = images.count();
        int size = known.length;
        float[] repeated = new float[n * completions * size];
        List<Long> labels = new ArrayList<>();
        for (int i = 0; i < n * completions; i++) {
            int image = i / completions;
            System.arraycopy(clean.states(), image * size, repeated, i * size, size);
            labels.add(clean.labels().get(image));
        }
        Sampling how = setup.sampling();
        Sampler sampler =
                new Sampler(how.rule(), how.schedule(), new StopRule.MaxSteps(how.steps()));
        NumberedRequests samples =
                new NumberedRequests(labels, labels.size(), setup.seed(), how.batchSize());
        Generation generation =
                open.generation(samples).by(new Inpainting(sampler, repeated, known, ramp));
        generation.requireFits(open.network());
        return open.states(generation);
    }
}
