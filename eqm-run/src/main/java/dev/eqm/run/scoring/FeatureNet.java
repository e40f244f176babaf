package dev.eqm.run.scoring;

import ai.djl.Device;
import dev.eqm.core.data.FashionMnist;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.PictureHash;
import dev.eqm.core.device.Backend;
import dev.eqm.models.classifier.Accuracy;
import dev.eqm.models.classifier.Classifier;
import dev.eqm.models.classifier.ClassifierCard;
import dev.eqm.models.classifier.ClassifierFile;
import dev.eqm.run.Elapsed;
import dev.eqm.run.RunListener;
import dev.eqm.sample.evaluation.feature.ClassifierFeatures;
import dev.eqm.sample.evaluation.feature.FeatureSpec;
import dev.eqm.train.classifier.ClassifierTraining;
import java.nio.file.Path;
import java.util.Locale;

/** The small net that scores of grey 28x28 pictures look through: its training and its test. */
public final class FeatureNet {
    private FeatureNet() {}

    /**
     * What a test found.
     *
     * @param net which it is
     * @param card how it came about
     * @param test the pictures, in words
     */
    public record Tested(FeatureSpec net, ClassifierCard card, Accuracy accuracy, String test) {}

    /**
     * Trains one on Fashion-MNIST's training images, tests it on the test images and writes both to
     * a file.
     *
     * @param data the folder of Fashion-MNIST's four IDX files
     * @param device as {@link PictureFeatures#computeOn}
     */
    public static ClassifierCard train(
            ClassifierTraining training, Path data, Path out, String device, RunListener listener) {
        listener.progressed(Double.NaN, "reading the images");
        ImageSource images = FashionMnist.folder(data, true);
        ImageSource test = FashionMnist.folder(data, false);
        Device where = PictureFeatures.computeOn(device);
        try (Classifier classifier = training.run(images, where, new Sentences(listener))) {
            listener.progressed(Double.NaN, "testing the network");
            ClassifierCard card =
                    new ClassifierCard(
                            images.classNames(),
                            training.card(),
                            pictures(images),
                            pictures(test),
                            Accuracy.of(classifier, test),
                            Backend.version());
            ClassifierFile.write(out, classifier, card);
            return card;
        }
    }

    private static ClassifierCard.Pictures pictures(ImageSource source) {
        return new ClassifierCard.Pictures(source.describe(), PictureHash.of(source));
    }

    /** Tests the built-in net on pictures with labels of its classes. */
    public static Tested testBuiltIn(ImageSource test, Device where) {
        try (ClassifierFeatures net = ClassifierFeatures.fmnist28(where)) {
            return tested(net, test);
        }
    }

    /** Tests a net that {@link #train} wrote. */
    public static Tested test(Path file, ImageSource test, Device where) {
        try (ClassifierFeatures net = ClassifierFeatures.open(file, where)) {
            return tested(net, test);
        }
    }

    private static Tested tested(ClassifierFeatures net, ImageSource test) {
        return new Tested(
                net.spec(), net.card(), Accuracy.of(net.classifier(), test), test.describe());
    }

    /** Tells how training goes, now and then. */
    private static final class Sentences implements ClassifierTraining.Progress {
        private static final int EVERY = 100;

        private final RunListener listener;
        private final Elapsed elapsed = new Elapsed();
        private double sum;

        Sentences(RunListener listener) {
            this.listener = listener;
        }

        @Override
        public void stepped(long step, long steps, double loss) {
            sum += loss;
            listener.progressed(step / (double) steps, "step %s/%s".formatted(step, steps));
            if (step % EVERY == 0) {
                String mean = String.format(Locale.ROOT, "%.4f", sum / EVERY);
                String left = Elapsed.text(elapsed.seconds() / step * (steps - step));
                listener.found("step %s/%s  loss %s  %s left".formatted(step, steps, mean, left));
                sum = 0;
            }
        }
    }
}
