package dev.eqm.cli.command.score;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.option.ModelOptions;
import dev.eqm.cli.option.OodScoring;
import dev.eqm.cli.option.OodSets;
import dev.eqm.cli.option.SampleWhere;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.models.autoencoder.PixelCodec;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.OpenModel;
import dev.eqm.sample.evaluation.ood.OodScore;
import dev.eqm.sample.evaluation.ood.OodScorer;
import dev.eqm.sample.evaluation.statistics.Bootstrap;
import dev.eqm.sample.output.Decoder;
import dev.eqm.sample.output.SeriesPlot;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code eqm ood}. */
@Command(
        name = "ood",
        mixinStandardHelpOptions = true,
        description =
                "Tells images out of distribution from images in distribution by a model's landscape;"
                        + " writes ood.json (AUROC, AUPR, FPR at 95 %% with bootstrap intervals) and"
                        + " ood.png (ROC curves).",
        footer = {
            "",
            "eqm ood --run runs/fashion-mnist --count 2000",
            "eqm ood --in train-images-idx3-ubyte.gz --out-of noise,pictures/cats --scores energy",
            "Higher scores are more out of distribution. AUPR-out and FPR95 take what is out of",
            "distribution as positive, AUPR-in what is in distribution."
        })
public final class OodCommand implements Callable<Integer> {
    private static final String NULL = "null";
    private static final double LEVEL = 0.95;

    @Spec private CommandSpec spec;
    @Mixin private ModelOptions model;
    @Mixin private SampleWhere place;
    @Mixin private OodSets sets;
    @Mixin private OodScoring scoring;

    @Option(
            names = "--label",
            paramLabel = "LABEL",
            defaultValue = NULL,
            description =
                    "The landscape: of a class (number or name), or null for the unconditional one;"
                            + " the same for all images; default ${DEFAULT-VALUE}.")
    private String label;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Images at a time; default: as configured for sampling.")
    private Integer batch;

    @Option(
            names = "--bootstrap",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Resamples for 95 %% intervals; default ${DEFAULT-VALUE}.")
    private int resamples;

    @Option(names = "--csv", description = "Also writes ood.csv, the scores of every image.")
    private boolean csv;

    @Option(names = "--overwrite", description = "Replaces the report that is already there.")
    private boolean overwrite;

    @Override
    public Integer call() {
        Console console = Console.of(spec.commandLine().getOut());
        Bootstrap bootstrap = new Bootstrap(resamples, LEVEL, place.seed());
        SeriesPlot.requireFonts();
        FoundModel found = model.choice().find(console);
        Path folder = place.freeFolder(found, "ood.json", overwrite);
        try (OpenModel open = OpenModel.of(found, place.compute())) {
            report(console, found, open, bootstrap, folder);
        }
        return 0;
    }

    private void report(
            Console console, FoundModel found, OpenModel open, Bootstrap bootstrap, Path folder) {
        int size = batch == null ? found.config().sampling().batchSize() : batch;
        long number = label.equals(NULL) ? open.network().classes() : open.classes().label(label);
        OodScorer scorer = new OodScorer(open.network(), number, size);
        ImageShape shape = Decoder.of(new PixelCodec(), open.network().sampleShape()).shape();
        OodSets.Opened opened = sets.open(found.config().data().source(), shape, place.seed());
        if (opened.seen()) {
            console.line(
                    "note: training saw the images in distribution; --in names others that it did not");
        }
        List<OodScore> scores = scoring.of(scorer, found.config(), opened.in(), place.seed());
        Map<String, ImageSource> all = new LinkedHashMap<>();
        all.put("in", opened.in());
        all.putAll(opened.outs());
        Map<String, double[][]> values = new LinkedHashMap<>();
        all.forEach(
                (name, images) -> values.put(name, scored(console, scorer, scores, name, images)));
        OodReport report = new OodReport(scores, "in", all, values);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("model", found.file().toString());
        facts.put("label", number == open.network().classes() ? NULL : (Object) number);
        facts.put("precision", open.precision().toString());
        facts.put("seed", place.seed());
        facts.put("count", sets.count());
        facts.put("bootstrap", resamples);
        Map<String, Object> told = new LinkedHashMap<>();
        all.forEach((name, images) -> told.put(name, images.describe()));
        facts.put("sets", told);
        facts.put("inSeenInTraining", opened.seen());
        facts.put("scores", report.table(console, bootstrap));
        report.json(folder.resolve("ood.json"), facts);
        report.picture(folder.resolve("ood.png"));
        if (csv) {
            report.csv(folder.resolve("ood.csv"));
        }
        console.line("written to %s", folder.resolve("ood.png"));
    }

    private static double[][] scored(
            Console console,
            OodScorer scorer,
            List<OodScore> scores,
            String name,
            ImageSource images) {
        long begin = System.nanoTime();
        double[][] values =
                scorer.score(
                        scores,
                        images,
                        done ->
                                console.status(
                                        "%s %s %d/%d"
                                                .formatted(
                                                        Console.bar(done / (double) images.size()),
                                                        name,
                                                        done,
                                                        images.size())));
        console.line("scored %s in %s", name, Console.duration((System.nanoTime() - begin) * 1e-9));
        return values;
    }
}
