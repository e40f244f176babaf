package dev.eqm.cli.command.sample;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.option.ModelOptions;
import dev.eqm.cli.option.SheetImages;
import dev.eqm.cli.option.SheetRun;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.random.Noise;
import dev.eqm.run.UsageException;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.NoisedImages;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.guidance.LateStart;
import dev.eqm.sample.integrator.Integrator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code eqm denoise}. */
@Command(
        name = "denoise",
        mixinStandardHelpOptions = true,
        description =
                "Puts images under noise and samples from there (a run that sees time follows its velocity from t = gamma); denoise.png has the images in its first row, then a row of noised and one of denoised ones for each gamma.",
        footer = {
            "",
            "eqm denoise --gamma 0.2,0.4,0.6 --count 8",
            "x = gamma * image + (1 - gamma) * noise; the noise of image i is the same at every gamma."
        })
public final class DenoiseCommand implements Callable<Integer> {
    private static final double PEAK = 2; // of pixels in [-1, 1]

    @Spec private CommandSpec spec;
    @Mixin private ModelOptions model;
    @Mixin private SheetRun sheet;
    @Mixin private SheetImages images;

    @Option(
            names = "--gamma",
            split = ",",
            paramLabel = "G",
            defaultValue = "0.2,0.4,0.6",
            description = "0 is all noise, 1 is the image; default ${DEFAULT-VALUE}.")
    private List<Double> gammas;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "8",
            description = "Images; default ${DEFAULT-VALUE}.")
    private int count;

    @Override
    public Integer call() {
        for (double gamma : gammas) {
            if (!(gamma >= 0 && gamma <= 1)) {
                throw new UsageException("--gamma must lie in [0, 1], got " + gamma);
            }
        }
        sheet.run("denoise", Console.of(spec.commandLine().getOut()), model.choice(), this::make);
        return 0;
    }

    private void make(SheetRun.Open open) {
        requireNoNoise(open);
        SheetImages.Taken taken = images.take(open, count);
        NumberedRequests plan =
                new NumberedRequests(
                        taken.labels(), count, open.seed(), open.sampling().batchSize());
        float[] clean = taken.pixels();
        float[] all = new float[(1 + 2 * gammas.size()) * clean.length];
        System.arraycopy(clean, 0, all, 0, clean.length);
        List<Object> table = new ArrayList<>();
        for (int g = 0; g < gammas.size(); g++) {
            double gamma = gammas.get(g);
            NoisedImages start =
                    new NoisedImages(clean, open.network().sampleShape(), List.of(gamma));
            Generation generation =
                    open.generation(plan)
                            .seeing(new LateStart(open.sampling().guidance(), gamma))
                            .from(start);
            generation.requireFits(open.network());
            float[] noised = noised(start, plan, open);
            float[] denoised = open.states(generation);
            System.arraycopy(noised, 0, all, (1 + 2 * g) * clean.length, clean.length);
            System.arraycopy(denoised, 0, all, (2 + 2 * g) * clean.length, clean.length);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("gamma", gamma);
            row.put("noised", distance(clean, noised));
            row.put("denoised", distance(clean, denoised));
            table.add(row);
            open.console()
                    .line(
                            "gamma %.3g: mean squared error %.4f noised, %.4f denoised",
                            gamma, error(clean, noised), error(clean, denoised));
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("sampling", open.sampling().toString());
        facts.put("seed", open.seed());
        facts.put("labels", taken.labels());
        facts.put("gammas", table);
        open.write(all, count, facts);
    }

    /** The way of an SDE cannot be begun in the middle by its velocity alone. */
    private static void requireNoNoise(SheetRun.Open open) {
        Integrator integrator = open.sampling().integrator();
        boolean follows = open.sampling().integrates(open.network().architecture());
        if (follows && integrator.drawsNoise()) {
            throw new UsageException(
                    "denoise follows a velocity from t = gamma on: choose an integrator that draws no"
                            + " noise, such as heun, got "
                            + integrator);
        }
    }

    private static float[] noised(NoisedImages start, NumberedRequests plan, SheetRun.Open open) {
        NumberedRequests whole =
                new NumberedRequests(plan.labels(), plan.count(), plan.seed(), plan.count());
        try (GradMode off = GradMode.off();
                Arena arena = Arena.open(open.network().parameters().device(), "noised")) {
            return start.of(0, Noise.normal(arena, whole.seedsAt(0), open.network().sampleShape()))
                    .toFloatArray();
        }
    }

    private static Map<String, Object> distance(float[] a, float[] b) {
        double error = error(a, b);
        Map<String, Object> both = new LinkedHashMap<>();
        both.put("mse", error);
        if (error > 0) {
            both.put("psnr", 10 * Math.log10(PEAK * PEAK / error));
        }
        return both;
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
