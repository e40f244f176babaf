package dev.eqm.sample.evaluation.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.data.FashionMnist;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.ImageSubset;
import dev.eqm.core.data.PictureHash;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.classifier.Accuracy;
import dev.eqm.sample.evaluation.score.ClassAgreement;
import dev.eqm.sample.evaluation.score.FrechetScore;
import dev.eqm.sample.evaluation.score.InceptionScore;
import dev.eqm.sample.evaluation.score.KernelDistance;
import dev.eqm.sample.evaluation.score.Metric;
import dev.eqm.sample.evaluation.score.Score;
import dev.eqm.sample.evaluation.score.Scoring;
import dev.eqm.sample.evaluation.statistics.Provenance;
import dev.eqm.sample.evaluation.statistics.Reference;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The net that ships: {@code fmnist28}. */
@ExtendWith(LeakCheck.class)
class ClassifierFeaturesTest {
    private static ImageSource some(int from, int to) {
        return new ImageSubset(FashionMnist.embedded(), IntStream.range(from, to).toArray());
    }

    /** None of these images was in its training; the file states the accuracy on all of them. */
    @Test
    void isRightAsOftenAsItsFileSays() {
        try (ClassifierFeatures net = ClassifierFeatures.fmnist28(Device.cpu())) {
            double stated = net.card().accuracy().share();
            assertThat(stated).isEqualTo(0.9207);
            Accuracy here = Accuracy.of(net.classifier(), some(0, 2000));
            assertThat(here.share()).isBetween(stated - 0.02, stated + 0.02);
            assertThat(net.card().data().source()).contains("Fashion-MNIST (train): 60000");
            assertThat(net.card().data().sha256()).hasSize(64);
            assertThat(net.card().test().sha256())
                    .isEqualTo(PictureHash.of(FashionMnist.embedded()));
            assertThat(net.classes()).isEqualTo(FashionMnist.embedded().classNames());
        }
    }

    @Test
    void featuresAndLogitsHaveTheStatedSizes(Arena arena) {
        try (ClassifierFeatures net = ClassifierFeatures.fmnist28(Device.cpu());
                Scope scope = Scope.open()) {
            Map<FeatureKind, NDArray> all = net.of(arena.full(100, 3, 1, 28, 28));
            net.spec()
                    .dimensions()
                    .forEach(
                            (kind, d) ->
                                    assertThat(all.get(kind).getShape().getShape())
                                            .containsExactly(3, d));
            assertThat(net.spec().sha256()).hasSize(64);
        }
    }

    private static Reference reference(Features net, ImageSource source) {
        Set<FeatureKind> pooled = EnumSet.of(FeatureKind.POOLED);
        FeatureCollector.Wanted wanted = new FeatureCollector.Wanted(pooled, pooled, 1);
        try (FeatureCollector collector = new FeatureCollector(net, wanted, Device.cpu())) {
            collector.addAll(source, source.size(), 100);
            Provenance from =
                    new Provenance(
                            source.describe(),
                            "",
                            source.size(),
                            "1x28x28",
                            "",
                            "",
                            net.spec(),
                            true);
            return Reference.of(collector, from);
        }
    }

    /** Real images: a small FMD, their own classes; noise and mirrored labels are told apart. */
    @Test
    void itsDistanceIsCalledFmd() {
        try (ClassifierFeatures net = ClassifierFeatures.fmnist28(Device.cpu())) {
            Reference reference = reference(net, some(0, 2000));
            List<Metric> metrics = new ArrayList<>(Scoring.possible(net.spec(), reference, true));
            assertThat(metrics)
                    .contains(FrechetScore.FMD, new ClassAgreement())
                    .doesNotContain(FrechetScore.FID);
            metrics.removeIf(m -> m.name().equals("KID") || m.name().equals("IS"));
            metrics.add(new KernelDistance(10, 200));
            metrics.add(new InceptionScore(2, true));
            Scoring scoring = new Scoring(metrics, 10, 0);
            scoring.requirePossible(net.spec(), reference, true);
            try (FeatureCollector collector =
                    new FeatureCollector(net, scoring.wanted(), Device.cpu())) {
                collector.addAll(some(2000, 2500), 500, 64);
                List<Score> scores = scoring.of(collector, reference, Device.cpu());
                assertThat(scores)
                        .extracting(Score::name)
                        .containsExactly(
                                "FMD",
                                "kernel distance [fmnist28]",
                                "classifier score [fmnist28]",
                                "precision [fmnist28]",
                                "recall [fmnist28]",
                                "density [fmnist28]",
                                "coverage [fmnist28]",
                                "class agreement [fmnist28]",
                                "Vendi score [fmnist28]")
                        .noneMatch(name -> name.contains("FID"));
                assertThat(scores.get(0).estimate().value()).isBetween(0.3, 5.0);
                assertThat(scores.get(7).estimate().value()).isBetween(0.86, 0.97);
            }
        }
    }

    @Test
    void namesAreNotMixedUp() {
        try (ClassifierFeatures net = ClassifierFeatures.fmnist28(Device.cpu())) {
            Reference reference = reference(net, some(0, 100));
            assertThat(net.spec().distance()).isEqualTo("FMD");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> require(FrechetScore.FID, net.spec(), reference, true))
                    .withMessageContainingAll("FID is not a score of the network fmnist28", "FMD");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> require(new ClassAgreement(), net.spec(), reference, false))
                    .withMessageContainingAll(
                            "AGREEMENT needs images labelled with the classes", "fmnist28");
            FeatureSpec pixels = new PixelFeatures(new ImageShape(1, 28, 28), 7).spec();
            assertThat(pixels.distance()).isEqualTo("Frechet distance [pixels-7]");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> require(FrechetScore.FMD, pixels, reference, true))
                    .withMessageContaining("FMD is not a score of the network pixels-7");
        }
    }

    private static void require(Metric m, FeatureSpec spec, Reference reference, boolean labelled) {
        new Scoring(List.of(m), 1, 0).requirePossible(spec, reference, labelled);
    }

    @Test
    void otherPicturesAreRefused() {
        try (ClassifierFeatures net = ClassifierFeatures.fmnist28(Device.cpu())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> net.requireFits(new ImageShape(3, 32, 32)))
                    .withMessageContainingAll("fmnist28", "1x28x28", "3x32x32");
        }
    }
}
