package dev.eqm.run.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.store.TensorSource;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.models.weights.torch.TorchFile;
import dev.eqm.run.UsageException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionTest {
    private static final SiTConfig NETWORK =
            new SiTConfig(8, 4, 4, 16, 2, 2, 4, 5, 0.1, true, false);

    @TempDir private Path folder;

    /** The published table: 675 M parameters, 118.62 G multiply-accumulates. */
    @Test
    void aPresetByItsNumbers() {
        NetworkInspection found = (NetworkInspection) Inspection.of("EqM-XL/2");
        assertThat(found.source().facts()).isEqualTo(Map.of("preset", "EqM-XL/2"));
        assertThat(found.parameters() / 1_000_000).isEqualTo(675);
        assertThat(found.parameters() - found.trainable()).isEqualTo(256 * 1152);
        assertThat(found.macs() / 10_000_000).isEqualTo(11862);
        assertThat(found.toJson(false).keySet())
                .containsExactly(
                        "preset",
                        "architecture",
                        "parameters",
                        "trainable",
                        "macs",
                        "flops",
                        "macsByPart");
        assertThat(found.toJson(false)).containsEntry("flops", 2 * found.macs());
        Map<?, ?> tensors = (Map<?, ?>) found.toJson(true).get("tensors");
        assertThat(tensors.get("pos_embed")).isEqualTo(List.of(1L, 256L, 1152L));
    }

    @Test
    void aModelFileIsANetworkAndOtherFilesAreTensors() {
        Path file = folder.resolve("model.safetensors");
        Map<String, TensorSource> zeros = new LinkedHashMap<>();
        for (ParameterSpec spec : NETWORK.specs()) {
            float[] values = new float[Math.toIntExact(spec.size())];
            zeros.put(spec.name(), TensorSource.of(TensorData.of(values, spec.shape().getShape())));
        }
        ModelFile.write(file, NETWORK, zeros);
        assertThat(Inspection.of(file.toString()))
                .isEqualTo(new NetworkInspection(new NetworkInspection.Source.File(file), NETWORK));
        Path other = folder.resolve("other.safetensors");
        Safetensors.write(other, Map.of("a", TensorData.of(new float[6], 2, 3)), Map.of("k", "v"));
        TensorListing listing = (TensorListing) Inspection.of(other.toString());
        assertThat(listing.tensors())
                .isEqualTo(Map.of("a", new TensorListing.Entry("F32", List.of(2L, 3L), 6, 24)));
        assertThat(listing.values()).isEqualTo(Map.of("k", "v"));
        assertThat(listing.toJson(false)).isEqualTo(listing.toJson(true));
    }

    @Test
    void tensorsOfPyTorchAreNamedByTheWayToThem() {
        Path file = folder.resolve("a.pt");
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("ema", Map.of("w", TensorData.of(new long[] {1, 2}, 2)));
        root.put("lr", 0.5);
        TorchFile.write(file, root);
        TensorListing listing = (TensorListing) Inspection.of(file.toString());
        assertThat(listing.tensors().keySet()).containsExactly("ema/w");
        assertThat(listing.elements()).isEqualTo(2);
        assertThat(listing.bytes()).isEqualTo(16);
        assertThat(listing.values()).isEqualTo(Map.of("lr", "0.5"));
    }

    @Test
    void anythingElseIsRefused() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> Inspection.of("XL/3"))
                .withMessageContaining("XL/3: neither a file, a folder nor a preset")
                .withMessageContaining("XL/2");
    }
}
