package dev.eqm.cli.command.score;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.ConsoleCommand;
import dev.eqm.cli.console.Held;
import dev.eqm.cli.option.Computing;
import dev.eqm.cli.option.FeatureOptions;
import dev.eqm.cli.option.ModelOptions;
import dev.eqm.cli.option.SampleLabels;
import dev.eqm.cli.option.SampleSettings;
import dev.eqm.cli.option.ScoreOptions;
import dev.eqm.cli.option.Usage;
import dev.eqm.cli.option.VaeOptions;
import dev.eqm.core.check.Setting;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.sampling.LabelChoice;
import dev.eqm.run.scoring.EvaluationReport;
import dev.eqm.run.scoring.EvaluationSettings;
import dev.eqm.run.scoring.ModelEvaluation;
import dev.eqm.run.scoring.PictureEvaluation;
import dev.eqm.run.settings.CodecChoice;
import dev.eqm.sample.generate.Sampling;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code eqm evaluate}: scores of samples that are made now, by a {@link ModelEvaluation}, or with
 * {@code --images} of pictures that are there, by a {@link PictureEvaluation}.
 *
 * <p>Prints the report; writes nothing but the JSON that {@code --json} names. What cannot be
 * scored (a metric without its features, too few samples) ends it with 2.
 */
@Command(name = "evaluate")
public final class EvaluateCommand extends ConsoleCommand {
    @Mixin private ModelOptions model;
    @Mixin private SampleLabels labels;
    @Mixin private SampleSettings sampler;
    @Mixin private FeatureOptions features;
    @Mixin private ScoreOptions scores;
    @Mixin private VaeOptions vae;

    @Option(
            names = "--images",
            paramLabel = "PATH",
            description =
                    "A folder of images or an .npz file to score instead of a model's samples.")
    private Path images;

    @Option(
            names = "--reference",
            paramLabel = "FILE",
            description =
                    "Reference statistics written by eqm stats, pytorch-fid or ADM; default for a run: its own data.")
    private Path reference;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Seed for noise, random draws and order; default ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin private Computing computing;

    @Override
    protected void run(Console console) {
        scores.check();
        labels.check();
        sampler.check();
        scores.tell(console, images != null ? pictures(console) : samples(console));
    }

    /** With a run beside it, its data are the reference, and what is searched for copies. */
    private EvaluationReport pictures(Console console) {
        Usage.require(
                !labels.isGiven() && !sampler.isGiven() && !vae.isGiven(),
                "--images scores existing images, so options for labels, the sampler and "
                        + "the autoencoder have no effect; remove either these or --images");
        List<RunFolder> run = model.choice().namedRun().stream().toList();
        Usage.require(
                reference != null || !run.isEmpty(),
                "--images needs something to compare with: --reference FILE ("
                        + Setting.command("stats")
                        + " makes one) or --run DIR");
        Held held = new Held(console);
        return held.with(
                new PictureEvaluation(
                                features.pictures(images, run),
                                run,
                                computing.choice().deviceOr("auto"),
                                settings())
                        .run(held));
    }

    /** The codec is looked for before a network is opened: its file is missed most often. */
    private EvaluationReport samples(Console console) {
        EvaluationSettings how = settings();
        Held held = new Held(console);
        FoundModel found = model.choice().find(held);
        Sampling sampling = sampler.over(found);
        CodecChoice codec = vae.choice(found.config(), found.channels());
        codec.requireThere();
        LabelChoice wanted = labels.choice(found.classes(), seed);
        return held.with(
                new ModelEvaluation(found, computing.choice(), sampling, codec, wanted, how)
                        .run(held));
    }

    private EvaluationSettings settings() {
        return scores.settings(features.features(), reference, seed);
    }
}
