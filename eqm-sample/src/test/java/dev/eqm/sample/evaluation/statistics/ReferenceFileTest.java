package dev.eqm.sample.evaluation.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.eqm.core.store.Npz;
import dev.eqm.core.store.TensorData;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.feature.FeatureSpec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceFileTest {
    private static final Gaussian POOLED =
            new Gaussian(7, new double[] {1, 2}, new double[] {3, 4, 4, 5});
    private static final FeatureSpec NET =
            new FeatureSpec("net", "RGB", "abc", Map.of(FeatureKind.POOLED, 2));

    @TempDir private Path folder;

    private static Provenance from(String source, FeatureSpec net, String shape, String prepared) {
        return new Provenance(source, "train", 7, shape, prepared, "0123", net, true);
    }

    private static final Provenance PLAIN = from("here", NET, "3x8x8", "none");

    @Test
    void keepsEverything() {
        Path file = folder.resolve("ref.npz");
        Reference written =
                new Reference(
                        PLAIN,
                        Map.of(FeatureKind.POOLED, POOLED),
                        Map.of(
                                FeatureKind.POOLED,
                                TensorData.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2)));
        ReferenceFile.write(file, written);
        Reference read = ReferenceFile.read(file);
        assertThat(read.provenance()).isEqualTo(PLAIN);
        assertThat(read.tables()).isEqualTo(written.tables());
        Gaussian g = read.gaussians().get(FeatureKind.POOLED);
        assertThat(g.count()).isEqualTo(7);
        assertThat(g.mean()).isEqualTo(POOLED.mean());
        assertThat(g.covariance()).isEqualTo(POOLED.covariance());
        assertThat(Npz.read(file).keySet())
                .containsExactly("mu", "sigma", "features", "metadata"); // as numpy users see it
    }

    /** As ADM publishes them, in float32 and float64. */
    @Test
    void readsFilesOfOtherTools() {
        Map<String, TensorData> arrays = new LinkedHashMap<>();
        arrays.put("mu", TensorData.of(new double[] {1, 2}, 2));
        arrays.put("sigma", TensorData.of(new double[] {1, 0, 0, 1}, 2, 2));
        arrays.put("mu_s", TensorData.of(new float[] {1, 2, 3}, 3));
        arrays.put("sigma_s", TensorData.of(new float[9], 3, 3));
        Path file = folder.resolve("VIRTUAL.npz");
        Npz.write(file, arrays);
        Reference read = ReferenceFile.read(file);
        assertThat(read.gaussians()).containsOnlyKeys(FeatureKind.POOLED, FeatureKind.SPATIAL);
        assertThat(read.gaussians().get(FeatureKind.SPATIAL).mean()).containsExactly(1, 2, 3);
        assertThat(read.provenance().known()).isFalse();
        FeatureSpec inception =
                new FeatureSpec(
                        FeatureSpec.INCEPTION,
                        ReferenceFile.ASSUMED,
                        "ff",
                        Map.of(FeatureKind.POOLED, 2, FeatureKind.SPATIAL, 3));
        assertThat(from("samples", inception, "3x8x8", "").requireComparable(read.provenance()))
                .singleElement()
                .asString()
                .contains("VIRTUAL.npz", "no metadata", "inception-v3-fid", "assumed");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                from(
                                                "samples",
                                                new FeatureSpec(
                                                        "pixels",
                                                        "",
                                                        "",
                                                        Map.of(FeatureKind.POOLED, 192)),
                                                "3x8x8",
                                                "")
                                        .requireComparable(read.provenance()))
                .withMessageContainingAll("samples", "192", "VIRTUAL.npz");
    }

    @Test
    void refusesWhatCannotBeCompared() {
        FeatureSpec other = new FeatureSpec("other", "RGB", "abc", NET.dimensions());
        FeatureSpec weights = new FeatureSpec("net", "RGB", "abd", NET.dimensions());
        FeatureSpec resized = new FeatureSpec("net", "RGB to 8x8", "abc", NET.dimensions());
        refused(
                from("there", other, "3x8x8", "none"),
                "here has net (weights abc)",
                "there has other");
        refused(from("there", weights, "3x8x8", "none"), "weights abc", "weights abd");
        refused(from("there", resized, "3x8x8", "none"), "the same preprocessing", "RGB to 8x8");
        refused(from("there", NET, "1x8x8", "none"), "images of the same shape", "3x8x8", "1x8x8");
        assertThat(PLAIN.requireComparable(PLAIN)).isEmpty();
        List<String> warnings = PLAIN.requireComparable(from("there", NET, "3x8x8", "center crop"));
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("here: none", "there: center crop");
    }

    private static void refused(Provenance other, String... words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PLAIN.requireComparable(other))
                .withMessageContainingAll(words);
    }

    @Test
    void refusesFilesWithoutStatistics() {
        Path none = folder.resolve("none.npz");
        Npz.write(none, Map.of("arr_0", TensorData.of(new float[2], 2)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReferenceFile.read(none))
                .withMessageContainingAll("none.npz", "no mu and sigma", "arr_0", "eqm stats");
        Path misfit = folder.resolve("misfit.npz");
        Npz.write(
                misfit,
                Map.of(
                        "mu",
                        TensorData.of(new float[2], 2),
                        "sigma",
                        TensorData.of(new float[6], 2, 3)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReferenceFile.read(misfit))
                .withMessageContainingAll("misfit.npz", "[D, D]", "2, 3");
        Path words = folder.resolve("words.npz");
        Npz.write(
                words,
                Map.of(
                        "mu",
                        TensorData.of(new float[2], 2),
                        "sigma",
                        TensorData.of(new float[4], 2, 2),
                        "metadata",
                        TensorData.of(new byte[] {'{', '}', '}'}, 3)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReferenceFile.read(words))
                .withMessageContaining("words.npz");
    }
}
