package dev.eqm.cli.command.score;

import ai.djl.Device;
import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.ConsoleCommand;
import dev.eqm.cli.option.FeatureDevice;
import dev.eqm.core.data.FashionMnist;
import dev.eqm.core.data.ImageSource;
import dev.eqm.run.scoring.FeatureNet;
import dev.eqm.run.scoring.PictureFeatures;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code eqm features test}: {@link FeatureNet.Tested}, how often a net names the class.
 *
 * <p>It prints the card of the net (how it was trained, what it reached then), the hash of its
 * weights, and the accuracy found here. Nothing is written. A difference between the two accuracies
 * is for the reader to judge; the exit code is 0 either way.
 *
 * <p>Without {@code --data} it needs no files at all: the test images are embedded, so that a
 * distance of the built-in net can be trusted on a machine that has no data set. Exit code 2 for a
 * file that is no such net, or a folder without the IDX files.
 *
 * <p>The device is auto by default, and the arithmetic true float32 on each, so that an accuracy
 * found on a GPU can be held against one found on a CPU.
 */
@Command(name = "test")
public final class FeaturesTestCommand extends ConsoleCommand {
    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "A file of eqm features train; default: the built-in net, fmnist28.")
    private Path file;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "The folder of Fashion-MNIST's files; default: the same 10,000 images as embedded.")
    private Path data;

    @Mixin private FeatureDevice device;

    /**
     * The test images are read before the net is opened: a wrong folder is told at once, whichever
     * net was named.
     */
    @Override
    protected void run(Console console) {
        Device where = PictureFeatures.computeOn(device.name());
        ImageSource test =
                data == null ? FashionMnist.embedded() : FashionMnist.folder(data, false);
        FeatureNet.Tested found =
                file == null
                        ? FeatureNet.testBuiltIn(test, where)
                        : FeatureNet.test(file, test, where);
        console.line("%s: %s", found.net().name(), found.card().describe());
        console.line("sha256 %s", found.net().sha256());
        console.line("here: right on %s (%s)", found.accuracy(), found.test());
    }
}
