package dev.eqm.train.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Device;
import dev.eqm.core.data.FashionMnist;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.ImageSubset;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.classifier.Accuracy;
import dev.eqm.models.classifier.Classifier;
import dev.eqm.models.weights.ModelFile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class ClassifierTrainingTest {
    private static ImageSource some(int from, int to) {
        return new ImageSubset(FashionMnist.embedded(), IntStream.range(from, to).toArray());
    }

    /** Sixty steps on a thousand images: far above chance on images it has not seen. */
    @Test
    void learnsWithinSeconds() {
        List<Double> losses = new ArrayList<>();
        ClassifierTraining training = new ClassifierTraining(0, 2, 32, 2e-3);
        try (Classifier classifier =
                training.run(
                        some(0, 1000),
                        Device.cpu(),
                        (step, steps, loss) -> {
                            assertThat(steps).isEqualTo(62);
                            losses.add(loss);
                        })) {
            assertThat(losses).hasSize(62);
            assertThat(losses.get(0)).isGreaterThan(2);
            assertThat(Accuracy.of(classifier, some(1000, 1500)).share()).isGreaterThan(0.55);
        }
    }

    @Test
    void sameSeedSameWeights() {
        assertThat(weights(3)).isEqualTo(weights(3)).isNotEqualTo(weights(4));
    }

    private static List<List<Float>> weights(long seed) {
        try (Classifier classifier =
                new ClassifierTraining(seed, 1, 20, 1e-3)
                        .run(some(0, 100), Device.cpu(), (step, steps, loss) -> {})) {
            return ModelFile.tensors(classifier.parameters()).values().stream()
                    .map(t -> list(t.floats()))
                    .toList();
        }
    }

    private static List<Float> list(float[] values) {
        List<Float> all = new ArrayList<>();
        for (float v : values) {
            all.add(v);
        }
        return all;
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClassifierTraining(0, 0, 32, 1e-3))
                .withMessageContaining("epochs must lie in [1, 10000], got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new ClassifierTraining(0, 1, 32, 1e-3)
                                        .run(some(0, 31), Device.cpu(), (s, n, l) -> {}))
                .withMessageContainingAll("at least 32", "31 of Fashion-MNIST");
    }
}
