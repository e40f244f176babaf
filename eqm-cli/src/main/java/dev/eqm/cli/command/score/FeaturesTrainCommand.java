package dev.eqm.cli.command.score;

import ai.djl.Device;
import dev.eqm.cli.console.Console;
import dev.eqm.cli.option.FeatureDevice;
import dev.eqm.core.data.FashionMnist;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.PictureHash;
import dev.eqm.core.device.Backend;
import dev.eqm.models.classifier.Accuracy;
import dev.eqm.models.classifier.Classifier;
import dev.eqm.models.classifier.ClassifierCard;
import dev.eqm.models.classifier.ClassifierFile;
import dev.eqm.run.folder.TextFile;
import dev.eqm.train.classifier.ClassifierTraining;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code eqm features train}. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description =
                "Trains a small classifier (about 122,000 weights) on the 60,000 training images of"
                        + " Fashion-MNIST, tests it on the 10,000 test images and writes both to a file.",
        footer = {
            "",
            "eqm features train --data /usr/share/datasets/fashion-mnist --out my.safetensors",
            "Then: eqm evaluate --features classifier:my.safetensors",
            "The built-in net, fmnist28, is the file of this command with all defaults; another file's",
            "distances go by its own name, FMD is that of fmnist28 alone."
        })
public final class FeaturesTrainCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

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

    @Override
    public Integer call() {
        Console console = Console.of(spec.commandLine().getOut());
        TextFile.requireFree(out, overwrite);
        ClassifierTraining d = ClassifierTraining.DEFAULT;
        ClassifierTraining training =
                new ClassifierTraining(seed, epochs, d.batchSize(), d.learningRate());
        ImageSource images = FashionMnist.folder(data, true);
        ImageSource test = FashionMnist.folder(data, false);
        Device where = device.computeOn();
        TrainingLines lines = new TrainingLines(console);
        try (Classifier classifier = training.run(images, where, lines)) {
            ClassifierCard card =
                    new ClassifierCard(
                            images.classNames(),
                            training.card(),
                            pictures(images),
                            pictures(test),
                            Accuracy.of(classifier, test),
                            Backend.version());
            ClassifierFile.write(out, classifier, card);
            console.line("%s: %s", out, card.describe());
        }
        return 0;
    }

    private static ClassifierCard.Pictures pictures(ImageSource source) {
        return new ClassifierCard.Pictures(source.describe(), PictureHash.of(source));
    }

    /** Tells how it goes. */
    private static final class TrainingLines implements ClassifierTraining.Progress {
        private static final int EVERY = 100;

        private final Console console;
        private final long begin = System.nanoTime();
        private double sum;

        TrainingLines(Console console) {
            this.console = console;
        }

        @Override
        public void stepped(long step, long steps, double loss) {
            sum += loss;
            if (step % EVERY == 0) {
                double left = (System.nanoTime() - begin) * 1e-9 / step * (steps - step);
                console.line(
                        "step %d/%d  loss %.4f  %s left",
                        step, steps, sum / EVERY, Console.duration(left));
                sum = 0;
            }
        }
    }
}
