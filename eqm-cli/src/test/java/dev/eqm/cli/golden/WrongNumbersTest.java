package dev.eqm.cli.golden;

import static dev.eqm.cli.golden.GoldenFolder.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.cli.golden.CaseResult.Status;
import dev.eqm.core.store.Npz;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.testing.LeakCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Wrong numbers fail and are named; what nobody computes is said. */
@ExtendWith(LeakCheck.class)
class WrongNumbersTest {
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
    void aPerturbedArrayFailsAndIsNamed() {
        folder.editTensor(FORWARD_FILE, "act1", t -> with(t, 17, t.floats()[17] + 0.01f));
        CaseResult result = folder.run(FORWARD);
        assertThat(result.status()).isEqualTo(Status.FAILED);
        assertThat(result.worst().orElseThrow().name()).isEqualTo("act1");
        assertThat(result.worstFraction()).isBetween(10.0, 1e4);
        assertThat(result.worst().orElseThrow().at()).isEqualTo(17);
        assertThat(result.arrays().stream().filter(a -> !a.passed())).hasSize(1);
        assertThat(result.acceptable()).isFalse();
    }

    @Test
    void notANumberFails() {
        folder.editTensor(FORWARD_FILE, "out", t -> with(t, 3, Float.NaN));
        CaseResult result = folder.run(FORWARD);
        assertThat(result.status()).isEqualTo(Status.FAILED);
        assertThat(result.worstFraction()).isInfinite();
    }

    @Test
    void anotherSignFails() {
        folder.editTensor("06_loss_pixel.npz", "grad.final_layer.linear.bias", t -> negated(t));
        CaseResult result = folder.run("06_loss_pixel");
        assertThat(result.status()).isEqualTo(Status.FAILED);
        assertThat(result.worst().orElseThrow().name()).isEqualTo("grad.final_layer.linear.bias");
    }

    @Test
    void aWrongCountFails() throws IOException {
        Path table = folder.file("official_models.json");
        Files.writeString(table, Files.readString(table).replace("675129632", "675129633"));
        CaseResult result = folder.run("12_official_models");
        assertThat(result.status()).isEqualTo(Status.FAILED);
        assertThat(result.worst().orElseThrow().name()).isEqualTo("EqM-XL/2.parameters_total");
    }

    @Test
    void aDivergingRunFails() throws IOException {
        folder.editCase("09_sample_gd", entry -> put(entry, "eta", 1e30));
        CaseResult result = folder.run("09_sample_gd");
        assertThat(result.status()).isEqualTo(Status.FAILED);
        assertThat(result.worstFraction()).isInfinite();
    }

    @Test
    void keyBiasesAreNotCompared() throws IOException {
        String array = "step1.param.blocks.0.attn.qkv.bias";
        Map<String, TensorData> model =
                Safetensors.read(folder.file("model_tiny.safetensors")).tensors();
        float[] bias = model.get("blocks.0.attn.qkv.bias").floats();
        for (int i = bias.length / 3; i < 2 * bias.length / 3; i++) {
            bias[i] = 1e6f;
        }
        String file = "08_adamw_wd0.npz";
        Map<String, TensorData> arrays = new LinkedHashMap<>(Npz.read(folder.file(file)));
        arrays.put(array, TensorData.of(bias, bias.length));
        Npz.write(folder.file(file), arrays);
        folder.editCase(
                "08_adamw_wd0",
                entry -> {
                    GoldenFolder.object(entry.get("arrays"))
                            .put(array, expected(List.of((long) bias.length), 2e-4));
                    return entry;
                });
        CaseResult result = folder.run("08_adamw_wd0");
        assertThat(result.status()).isEqualTo(Status.PASSED);
        assertThat(result.arrays()).extracting(ArrayResult::name).contains(array);
    }

    @Test
    void anUnknownArrayIsAGap() throws IOException {
        folder.editCase(
                "07_ct",
                entry -> {
                    Map<String, Object> arrays = GoldenFolder.object(entry.get("arrays"));
                    arrays.put("cubic_lambda1_f64", arrays.get("linear_lambda1_f64"));
                    arrays.remove("linear_lambda4_f64");
                    return entry;
                });
        Map<String, TensorData> arrays = new LinkedHashMap<>(Npz.read(folder.file("07_ct.npz")));
        arrays.put("cubic_lambda1_f64", arrays.get("linear_lambda1_f64"));
        Npz.write(folder.file("07_ct.npz"), arrays);
        CaseResult result = folder.run("07_ct");
        assertThat(result.status()).isEqualTo(Status.PASSED);
        assertThat(result.uncovered())
                .containsExactly(
                        new Gap("cubic_lambda1_f64", "eqm does not compute such an array"),
                        new Gap("linear_lambda4_f64", "cases.json does not mention it"));
    }

    @Test
    void anUnknownGroupIsNotCovered() throws IOException {
        folder.editCase("07_ct", entry -> put(entry, "id", "77_new"));
        CaseResult result = folder.run("77_new");
        assertThat(result.status()).isEqualTo(Status.NOT_COVERED);
        assertThat(result.message()).contains("unknown group");
        assertThat(result.uncovered()).extracting(Gap::array).contains("official_ct");
        assertThat(result.acceptable()).isTrue();
    }

    @Test
    void explicitEnergiesAreNotCoveredYet() throws IOException {
        folder.editCase("06_loss_pixel", entry -> put(entry, "ebm", "l2"));
        assertThat(folder.run("06_loss_pixel").status()).isEqualTo(Status.NOT_COVERED);
    }

    private static Map<String, Object> expected(List<Long> shape, double atol) {
        return new LinkedHashMap<>(
                Map.of("shape", shape, "role", "expected", "atol", atol, "rtol", 0L));
    }

    private static TensorData with(TensorData tensor, int at, float value) {
        float[] values = tensor.floats();
        values[at] = value;
        return TensorData.of(values, tensor.shape());
    }

    private static TensorData negated(TensorData tensor) {
        float[] values = tensor.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] = -values[i];
        }
        return TensorData.of(values, tensor.shape());
    }
}
