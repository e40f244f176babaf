package dev.eqm.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model in two files with an index, as Hugging Face's libraries save it. */
class SafetensorsShardsTest {
    private static final String ONE = "model-00001-of-00002.safetensors";
    private static final String TWO = "model-00002-of-00002.safetensors";

    @TempDir private Path folder;

    private final TensorData a = TensorData.of(new float[] {1, 2}, 2);
    private final TensorData b = TensorData.of(new float[] {3}, 1);
    private Path index;

    @BeforeEach
    void save() throws IOException {
        Safetensors.write(folder.resolve(ONE), Map.of("a", a), Map.of("format", "pt"));
        Safetensors.write(folder.resolve(TWO), Map.of("b", b), Map.of());
        index = folder.resolve("model.safetensors.index.json");
        index(Map.of("a", ONE, "b", TWO));
    }

    private void index(Map<String, Object> places) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("metadata", Map.of("total_size", 12L));
        all.put("weight_map", places);
        Files.writeString(index, Json.write(all));
    }

    @Test
    void aFolderOrAnIndexIsReadAsOne() {
        assertThat(Safetensors.readModel(folder))
                .isEqualTo(new TensorFile(Map.of("a", a, "b", b), Map.of("format", "pt")))
                .isEqualTo(Safetensors.readModel(index));
        assertThat(Safetensors.isModel(folder)).isTrue();
        assertThat(Safetensors.isModel(index)).isTrue();
    }

    @Test
    void aFolderWithOneFileIsThatFile() throws IOException {
        Path single = Files.createDirectory(folder.resolve("single"));
        assertThat(Safetensors.isModel(single)).isFalse();
        Safetensors.write(single.resolve("model.safetensors"), Map.of("a", a), Map.of());
        assertThat(Safetensors.readModel(single).tensors()).isEqualTo(Map.of("a", a));
        Safetensors.write(single.resolve("other.safetensors"), Map.of("a", a), Map.of());
        assertThatThrownBy(() -> Safetensors.readModel(single))
                .hasMessageContaining("2 such files")
                .hasMessageContaining("other.safetensors");
    }

    @Test
    void aPartAloneIsRefused() {
        assertThatThrownBy(() -> Safetensors.readModel(folder.resolve(ONE)))
                .isInstanceOf(TensorFileException.class)
                .hasMessageContaining("one of 2 parts")
                .hasMessageContaining("index");
    }

    @Test
    void partsThatAreNotTheIndexsOwnAreRefused() throws IOException {
        index(Map.of("a", ONE, "b", TWO, "c", TWO));
        refused("tensor 'c' should be in " + TWO);
        index(Map.of("a", ONE));
        Safetensors.write(folder.resolve(ONE), Map.of("a", a, "b", b), Map.of());
        refused("tensor 'b' is in " + ONE + ", but the index says none");
        index(Map.of("a", "model-00003-of-00003.safetensors"));
        refused("model-00003-of-00003.safetensors is missing from its folder; download");
        index(Map.of("a", "../" + ONE));
        refused("not a .safetensors file in the same folder");
        index(Map.of());
        refused("has no weight_map");
        Files.writeString(index, "{");
        refused("copy it again");
    }

    private void refused(String rule) {
        assertThatThrownBy(() -> Safetensors.readModel(folder))
                .isInstanceOf(TensorFileException.class)
                .hasMessageContaining(index.getFileName().toString())
                .hasMessageContaining(rule);
    }
}
