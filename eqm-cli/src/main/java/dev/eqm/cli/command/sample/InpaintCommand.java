package dev.eqm.cli.command.sample;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.option.ModelOptions;
import dev.eqm.cli.option.SheetImages;
import dev.eqm.cli.option.SheetRun;
import dev.eqm.run.UsageException;
import dev.eqm.run.sampling.KnownPixels;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.Inpainting;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StopRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code eqm inpaint}. */
@Command(
        name = "inpaint",
        mixinStandardHelpOptions = true,
        description =
                "Hides a part of images and fills it; a row of inpaint.png is the image, what was known of it (hidden pixels grey), then completions.",
        footer = {
            "",
            "eqm inpaint --mask left --count 6 --completions 4",
            "Known pixels end as the image's own, bit for bit."
        })
public final class InpaintCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ModelOptions model;
    @Mixin private SheetRun sheet;
    @Mixin private SheetImages images;

    @Option(
            names = "--mask",
            paramLabel = "PART|PNG",
            required = true,
            description =
                    "What is hidden: left, right, top, bottom, center, or a picture, white where hidden.")
    private String mask;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "8",
            description = "Images; default ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--completions",
            paramLabel = "N",
            defaultValue = "4",
            description = "Of each image; default ${DEFAULT-VALUE}.")
    private int completions;

    @Option(
            names = "--ramp",
            paramLabel = "N",
            description =
                    "Steps in which known pixels come from noise to the image, so that they are as noisy as "
                            + "what stands beside them; 1: exact from the first step on. Default: half of the steps.")
    private Integer ramp;

    @Override
    public Integer call() {
        if (completions < 1) {
            throw new UsageException("--completions must be at least 1, got " + completions);
        }
        sheet.run("inpaint", Console.of(spec.commandLine().getOut()), model.choice(), this::make);
        return 0;
    }

    private void make(SheetRun.Open open) {
        int steps = open.sampling().steps();
        int over = ramp == null ? Math.max(1, steps / 2) : ramp;
        if (over < 1 || over > steps) {
            throw new UsageException(
                    "--ramp must lie in 1 to the %d steps of the run, or known pixels never become exact, got %d"
                            .formatted(steps, over));
        }
        float[] known = KnownPixels.of(mask, open.shape());
        SheetImages.Taken taken = images.take(open, count);
        int size = known.length;
        float[] repeated = new float[count * completions * size];
        List<Long> labels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] one = taken.repeated(i, completions, size);
            System.arraycopy(one, 0, repeated, i * one.length, one.length);
            labels.addAll(Collections.nCopies(completions, taken.labels().get(i)));
        }
        Sampler sampler =
                new Sampler(
                        open.sampling().rule(),
                        open.sampling().schedule(),
                        new StopRule.MaxSteps(steps));
        Generation generation =
                open.generation(labels, count * completions)
                        .by(new Inpainting(sampler, repeated, known, over));
        generation.requireFits(open.network());
        float[] filled = open.states(generation);
        float[] all = new float[count * (2 + completions) * size];
        for (int i = 0; i < count; i++) {
            int row = i * (2 + completions) * size;
            System.arraycopy(taken.pixels(), i * size, all, row, size);
            for (int k = 0; k < size; k++) {
                all[row + size + k] = known[k] * all[row + k]; // 0 is grey
            }
            System.arraycopy(
                    filled, i * completions * size, all, row + 2 * size, completions * size);
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("sampling", open.sampling().toString());
        facts.put("seed", open.seed());
        facts.put("mask", mask);
        facts.put("ramp", over);
        facts.put("labels", taken.labels());
        open.write(all, 2 + completions, facts);
    }
}
