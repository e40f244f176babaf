package dev.eqm.cli.golden;

import static dev.eqm.cli.golden.GoldenFolder.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.eqm.cli.golden.CaseResult.Status;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.testing.LeakCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Broken files are results, and never stop the other cases. */
@ExtendWith(LeakCheck.class)
class GoldenProblemsTest {
    private static final String FORWARD = "03_forward_pixel";
    private static final String FORWARD_FILE = FORWARD + ".npz";

    private GoldenFolder folder;

    @BeforeEach
    void copy() {
        folder = new GoldenFolder();
    }

    @AfterEach
    void delete() {
        folder.close();
    }

    @Test
    void aTruncatedFileIsAnErrorOfItsCaseAlone() throws IOException {
        folder.truncate(FORWARD_FILE);
        assertError(folder.run(FORWARD), FORWARD_FILE);
        assertThat(folder.run("07_ct").status()).isEqualTo(Status.PASSED);
    }

    @Test
    void aMissingFileIsAnError() throws IOException {
        Files.delete(folder.file(FORWARD_FILE));
        assertError(folder.run(FORWARD), "no such file");
    }

    @Test
    void damagedWeightsAreAnError() throws IOException {
        folder.truncate("model_pixel.safetensors");
        assertError(folder.run(FORWARD), "model_pixel.safetensors");
    }

    @Test
    void anUnknownModelOrSettingIsAnError() throws IOException {
        folder.editCase(FORWARD, entry -> put(entry, "model", "giant"));
        assertError(folder.run(FORWARD), "no model giant");
        folder.editCase("04_cfg_pixel", entry -> put(entry, "uncond", "perhaps"));
        assertError(folder.run("04_cfg_pixel"), "uncond must be true or false");
        folder.editCase("08_adamw_wd0", entry -> put(entry, "lr", -1L));
        assertError(folder.run("08_adamw_wd0"), "learningRate");
    }

    @Test
    void anUnknownHyperparameterIsAnError() throws IOException {
        folder.editIndex(
                tree -> {
                    Map<String, Object> pixel =
                            GoldenFolder.object(
                                    GoldenFolder.object(tree.get("models")).get("pixel"));
                    put(GoldenFolder.object(pixel.get("hyperparameters")), "qk_norm", true);
                    return tree;
                });
        assertError(folder.run(FORWARD), "qk_norm");
    }

    @Test
    void aWrongShapeIsAnError() throws IOException {
        long[] shape = {2, 2, 4, 24};
        folder.editTensor(FORWARD_FILE, "act0", t -> TensorData.of(t.floats(), shape));
        assertError(folder.run(FORWARD), "act0 has shape [2, 2, 4, 24]");
        folder.editArray(FORWARD, "act0", spec -> put(spec, "shape", List.of(2L, 2L, 4L, 24L)));
        CaseResult result = folder.run(FORWARD);
        assertError(result, "eqm computes [4, 4, 24]");
        assertThat(result.arrays()).extracting(ArrayResult::name).contains("patch_tokens");
        assertThat(result.uncovered()).contains(new Gap("out", "not reached"));
    }

    @Test
    void aMissingArrayOrToleranceIsAnError() throws IOException {
        folder.editTensor(FORWARD_FILE, "act0", t -> null);
        assertError(folder.run(FORWARD), "array act0 is missing");
        folder.editArray("07_ct", "official_ct", spec -> without(spec, "atol"));
        assertError(folder.run("07_ct"), "atol");
    }

    @Test
    void aFolderWithoutAnIndexIsRefused(@TempDir Path empty) throws IOException {
        assertThatThrownBy(() -> GoldenSuite.open(empty))
                .isInstanceOf(GoldenException.class)
                .hasMessageContaining("cases.json")
                .hasMessageContaining("no such file");
        Files.writeString(empty.resolve("cases.json"), "{\"format\": 2}");
        assertThatThrownBy(() -> GoldenSuite.open(empty)).hasMessageContaining("format must be 1");
        Files.writeString(empty.resolve("cases.json"), "{\"cases\": [");
        assertThatThrownBy(() -> GoldenSuite.open(empty)).isInstanceOf(GoldenException.class);
    }

    @Test
    void theListenerHearsOfEveryCaseAndOneFailureFailsTheSet() throws IOException {
        Files.write(folder.file("07_ct.npz"), new byte[0]);
        folder.editIndex(
                tree -> {
                    List<?> cases = (List<?>) tree.get("cases");
                    cases.removeIf(c -> !isAny(c, "01_pos_embed", "07_ct", "11_disp"));
                    return put(tree, "other_files", List.of());
                });
        List<String> heard = new ArrayList<>();
        try (GoldenSuite suite = GoldenSuite.open(folder.file("."))) {
            List<CaseResult> results =
                    suite.run(Device.cpu(), r -> heard.add(r.id() + " " + r.status()));
            assertThat(GoldenSuite.passed(results)).isFalse();
            assertThat(GoldenSuite.passed(results.subList(0, 1))).isTrue();
            assertThat(GoldenSuite.passed(List.of())).isFalse();
        }
        assertThat(heard)
                .startsWith("01_pos_embed PASSED", "07_ct ERROR")
                .hasSize(5)
                .endsWith("13_flops PASSED");
    }

    @Test
    void theBundledSetLeavesNothingBehind() {
        Path unpacked = BundledSet.unpack();
        assertThat(unpacked.resolve("cases.json")).exists();
        BundledSet.delete(unpacked);
        assertThat(unpacked).doesNotExist();
    }

    private static void assertError(CaseResult result, String message) {
        assertThat(result.status()).isEqualTo(Status.ERROR);
        assertThat(result.message()).contains(message);
        assertThat(result.acceptable()).isFalse();
    }

    private static boolean isAny(Object entry, String... ids) {
        return List.of(ids).contains(GoldenFolder.object(entry).get("id"));
    }

    private static Map<String, Object> without(Map<String, Object> map, String key) {
        map.remove(key);
        return map;
    }
}
