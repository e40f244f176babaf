package dev.eqm.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.store.Npz;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.store.TensorSource;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.FieldModel.Conditioned;
import dev.eqm.models.onnx.LabelForm;
import dev.eqm.models.onnx.OnnxExport;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.models.weights.PublishedSign;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The networks of the published code that {@code eqm doctor} knows, as graphs: their answers are
 * the published ones with the sign turned.
 */
@ExtendWith(LeakCheck.class)
class GoldenGraphTest {
    private static final Path SET = Path.of("../eqm-cli/src/main/resources/dev/eqm/cli/golden/set");

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "tiny, 2, 4, 48, 3, 4, 10, true, table",
        "tiny, 2, 4, 48, 3, 4, 10, true, layers",
        "pixel, 4, 3, 24, 2, 3, 5, false, table",
        "pixel, 4, 3, 24, 2, 3, 5, false, layers"
    })
    void theGraphAnswersAsPublished(
            String name,
            int patch,
            int channels,
            int width,
            int depth,
            int heads,
            int classes,
            boolean sigma,
            String form,
            Arena arena) {
        SiTConfig config =
                new SiTConfig(
                        8, patch, channels, width, depth, heads, 4, classes, 0.1, sigma, false);
        Path weights = folder.resolve("model.safetensors");
        Map<String, TensorData> published =
                Safetensors.read(SET.resolve("model_" + name + ".safetensors")).tensors();
        ModelFile.write(weights, config, TensorSource.of(PublishedSign.turn(published)));
        Path graph = folder.resolve("model.onnx");
        LabelForm labels = form.equals("table") ? new LabelForm.Table() : new LabelForm.Layers();
        new OnnxExport(weights, labels).write(graph, Map.of());
        Map<String, TensorData> golden = Npz.read(SET.resolve("03_forward_" + name + ".npz"));
        float[] wanted = golden.get("out").floats();
        TensorData states = golden.get("x");
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open();
                FieldModel runtime =
                        ModelFile.readForSampling(graph, Precision.FLOAT32, Device.cpu());
                Conditioned field = runtime.condition(golden.get("y").longs())) {
            NDArray x = arena.of(states.floats(), states.shape());
            float[] got = field.gradient(x).toFloatArray();
            double largest = 0;
            double worst = 0;
            for (int i = 0; i < wanted.length; i++) {
                largest = Math.max(largest, Math.abs(wanted[i]));
                worst = Math.max(worst, Math.abs((double) got[i] + wanted[i]));
            }
            assertThat(worst / largest).isLessThan(1e-5);
        }
    }
}
