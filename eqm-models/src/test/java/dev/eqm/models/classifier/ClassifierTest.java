package dev.eqm.models.classifier;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.data.FashionMnist;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.ImageSubset;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.testing.Hashed;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.weights.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class ClassifierTest {
    private static final ClassifierCard CARD =
            new ClassifierCard(
                    List.of("a", "b", "c"),
                    new ClassifierCard.Training(7, 2, 16, 1e-3),
                    new ClassifierCard.Pictures("these", "12".repeat(32)),
                    new ClassifierCard.Pictures("those", "34".repeat(32)),
                    new Accuracy(9, 10),
                    "0.1");

    private static PlainClassifier plain(Classifier classifier) {
        Map<String, float[]> weights = new HashMap<>();
        classifier
                .parameters()
                .specs()
                .forEach(
                        s ->
                                weights.put(
                                        s.name(),
                                        classifier.parameters().get(s.name()).toFloatArray()));
        return new PlainClassifier(weights);
    }

    @Test
    void isTheSameInPlainLoops(Arena arena) {
        float[] x = Hashed.floats(2 * 784, 3, 1);
        try (Classifier classifier = Classifier.fresh(10, 5, Device.cpu());
                GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            assertThat(classifier.parameters().count()).isEqualTo(121_994);
            Classifier.Answer got = classifier.of(arena.of(x, 2, 1, 28, 28));
            PlainClassifier plain = plain(classifier);
            double[] first = plain.features(Arrays.copyOf(x, 784));
            double[] second = plain.features(Arrays.copyOfRange(x, 784, 2 * 784));
            assertClose(got.features(), joined(first, second), 1e-5, 1e-4);
            assertClose(
                    got.logits(), joined(plain.logits(first), plain.logits(second)), 1e-5, 1e-4);
        }
    }

    private static double[] joined(double[] a, double[] b) {
        double[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }

    /** By finite differences of the loss in plain loops. */
    @Test
    void gradientsAreThoseOfTheCrossEntropy(Arena arena) {
        float[] x = Hashed.floats(784, 4, 1);
        try (Classifier classifier = Classifier.fresh(3, 6, Device.cpu());
                Scope scope = Scope.open()) {
            Classifier.Loss loss =
                    classifier.loss(arena.of(x, 1, 1, 28, 28), arena.of(new long[] {2}, 1));
            PlainClassifier plain = plain(classifier);
            assertThat(loss.value()).isCloseTo(crossEntropy(plain, x), within(1e-4));
            List<String> names =
                    classifier.parameters().specs().stream().map(s -> s.name()).toList();
            assertThat(loss.gradients()).hasSize(names.size());
            for (String name : List.of("logits.bias", "features.weight", "conv1.weight")) {
                NDArray gradient = loss.gradients().get(names.indexOf(name));
                float[] w = plain.weights().get(name);
                float[] got = gradient.toFloatArray();
                for (int i : new int[] {0, 1, w.length - 1}) {
                    float kept = w[i];
                    w[i] = kept + 1e-3f;
                    double up = crossEntropy(plain, x);
                    w[i] = kept - 1e-3f;
                    double down = crossEntropy(plain, x);
                    w[i] = kept;
                    assertThat((double) got[i])
                            .as("%s %d", name, i)
                            .isCloseTo((up - down) / 2e-3, within(2e-3));
                }
            }
        }
    }

    private static double crossEntropy(PlainClassifier plain, float[] x) {
        double[] logits = plain.logits(plain.features(x));
        double sum = 0;
        for (double l : logits) {
            sum += Math.exp(l);
        }
        return Math.log(sum) - logits[2];
    }

    @Test
    void bytesAreScaled(Arena arena) {
        try (Classifier classifier = Classifier.fresh(3, 1, Device.cpu());
                GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            NDArray white = classifier.ofBytes(arena.full(255, 1, 1, 28, 28)).logits();
            NDArray ones = classifier.of(arena.full(1, 1, 1, 28, 28)).logits();
            assertThat(white.toFloatArray()).isEqualTo(ones.toFloatArray());
        }
    }

    @Test
    void filesKeepEverything(@TempDir Path folder, Arena arena) throws IOException {
        Path file = folder.resolve("net.safetensors");
        Path again = folder.resolve("again.safetensors");
        try (Classifier classifier = Classifier.fresh(3, 1, Device.cpu())) {
            ClassifierFile.write(file, classifier, CARD);
        }
        try (ClassifierFile.Open read = ClassifierFile.read(file, Device.cpu());
                ClassifierFile.Open inMemory =
                        ClassifierFile.of(Path.of("jar"), Files.readAllBytes(file), Device.cpu())) {
            assertThat(read.card()).isEqualTo(CARD);
            assertThat(inMemory.card()).isEqualTo(CARD);
            ClassifierFile.write(again, inMemory.classifier(), read.card());
        }
        assertThat(again).hasSameBinaryContentAs(file);
        byte[] half = Arrays.copyOf(Files.readAllBytes(file), 2000);
        assertThatThrownBy(() -> ClassifierFile.of(Path.of("jar"), half, Device.cpu()))
                .hasMessageStartingWith("jar: ")
                .hasMessageContaining("damaged or incomplete");
    }

    @Test
    void otherFilesAreRefused(@TempDir Path folder) {
        Path file = folder.resolve("net.safetensors");
        Safetensors.write(file, Map.of(), Map.of("eqm", "1"));
        assertThatThrownBy(() -> ClassifierFile.read(file, Device.cpu()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll("is not a classifier", "eqm features train");
        Safetensors.write(file, Map.of(), Map.of("eqm.classifier", "{}"));
        assertThatThrownBy(() -> ClassifierFile.read(file, Device.cpu()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("incomplete");
        Safetensors.write(file, Map.of(), Map.of("eqm.classifier", CARD.toJson()));
        assertThatThrownBy(() -> ClassifierFile.read(file, Device.cpu()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("'conv1.weight' is missing");
    }

    @Test
    void accuracyCountsWhatIsNamedRight() {
        assertThat(Accuracy.largest(new float[] {0, 2, 1, 3, -1, 3}, 3)).containsExactly(1, 0);
        ImageSource some =
                new ImageSubset(FashionMnist.embedded(), IntStream.range(0, 300).toArray());
        try (Classifier classifier = Classifier.fresh(10, 1, Device.cpu());
                Classifier three = Classifier.fresh(3, 1, Device.cpu())) {
            Accuracy accuracy = Accuracy.of(classifier, some);
            assertThat(accuracy.count()).isEqualTo(300);
            assertThat(accuracy.share()).isBetween(0.0, 0.4); // it has learned nothing
            assertThatThrownBy(() -> Accuracy.of(three, some))
                    .hasMessageContainingAll(
                            new ImageShape(1, 28, 28).toString(), "of 3 classes", "10 classes");
        }
    }
}
