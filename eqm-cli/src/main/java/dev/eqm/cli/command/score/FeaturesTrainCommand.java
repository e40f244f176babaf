package dev.eqm.cli.command.score;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.ConsoleCommand;
import dev.eqm.cli.option.FeatureDevice;
import dev.eqm.cli.option.Usage;
import dev.eqm.models.classifier.ClassifierCard;
import dev.eqm.run.folder.Target;
import dev.eqm.run.scoring.FeatureNet;
import dev.eqm.train.classifier.ClassifierTraining;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code eqm features train}: {@link FeatureNet#train}, then the card of the new net.
 *
 * <p>Only seed and epochs can be chosen; batch size and learning rate are those of the built-in
 * net, so that nets differ in little else. With all defaults it repeats the built-in net, on the
 * same kind of machine to the same accuracy.
 *
 * <p>The target is checked before training: a file that is there ends the call with 2 unless {@code
 * --overwrite} is given. It is written once, at the end, with the card in its header; a call that
 * is stopped leaves nothing.
 *
 * <p>Progress goes to the console through the same listener as that of a run; there is no folder of
 * a run, because there is nothing to go on with.
 */
@Command(name = "train")
public final class FeaturesTrainCommand extends ConsoleCommand {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "/usr/share/datasets/fashion-mnist",
            description =
                    "The folder of Fashion-MNIST's four IDX files (Debian package dataset-fashion-mnist);"
                            + " default ${DEFAULT-VALUE}.")
    private Path data;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "The .safetensors file.")
    private Path out;

    @Option(names = "--overwrite", description = "Replaces the file that is already there.")
    private boolean overwrite;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "10",
            description = "How often each image is seen; default ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of weights and orders; default ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin private FeatureDevice device;

    /**
     * Trains with the batch size and the learning rate of the built-in net, tests on the images
     * that training never saw, and prints both in one line, as {@code features test} does.
     */
    @Override
    protected void run(Console console) {
        Usage.require(
                epochs >= 1 && epochs <= 10_000, "--epochs must lie in [1, 10000], got %s", epochs);
        Target.file(out, overwrite);
        ClassifierTraining usual = ClassifierTraining.DEFAULT;
        ClassifierCard card =
                FeatureNet.train(
                        new ClassifierTraining(
                                seed, epochs, usual.batchSize(), usual.learningRate()),
                        data,
                        out,
                        device.name(),
                        console);
        console.line("%s: %s", out, card.describe());
    }
}
