package dev.eqm.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatentFolderTest {
    @TempDir private Path folder;

    private void write(String name, long[] labels, float first) {
        write(name, labels, first, Map.of());
    }

    private void write(String name, long[] labels, float first, Map<String, String> metadata) {
        float[] latents = new float[labels.length * 8];
        for (int i = 0; i < latents.length; i++) {
            latents[i] = first + i;
        }
        Safetensors.write(
                folder.resolve(name),
                Map.of(
                        "latents", TensorData.of(latents, labels.length, 2, 2, 2),
                        "labels", TensorData.of(labels, labels.length)),
                metadata);
    }

    @Test
    void classesHaveTheNamesOfTheFirstFile() {
        write("a.safetensors", new long[] {0, 1}, 0, Map.of("classNames", "[\"cat\",\"dog\"]"));
        write("b.safetensors", new long[] {1}, 0);
        assertThat(LatentFolder.open(folder, 2).classNames()).containsExactly("cat", "dog");
        assertThat(LatentFolder.open(folder, 3).classNames()).containsExactly("0", "1", "2");
        for (String damaged : new String[] {"[", "1"}) {
            write("a.safetensors", new long[] {0, 1}, 0, Map.of("classNames", damaged));
            assertThatThrownBy(() -> LatentFolder.open(folder, 2))
                    .isInstanceOf(DataException.class)
                    .hasMessageContainingAll("a.safetensors", "classNames");
        }
    }

    @Test
    void filesFollowEachOtherInTheOrderOfTheirNames() {
        write("b.safetensors", new long[] {4}, 1000);
        write("a.safetensors", new long[] {0, 2, 1}, 0);
        LatentFolder source = LatentFolder.open(folder, 5);
        assertThat(source.size()).isEqualTo(4);
        assertThat(source.shape()).isEqualTo(new ImageShape(2, 2, 2));
        int[] labels = {source.label(0), source.label(1), source.label(2), source.label(3)};
        assertThat(labels).containsExactly(0, 2, 1, 4);
        float[] into = new float[10];
        source.read(2, into, 1);
        assertThat(into).containsExactly(0, 16, 17, 18, 19, 20, 21, 22, 23, 0);
        source.read(3, into, 2);
        assertThat(into).containsExactly(0, 16, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007);
        assertThat(new Batches(source, 3, 0, true).at(5).pixels()).hasSize(24);
        assertThat(source.describe()).contains("4 latents 2x2x2");
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        assertThatThrownBy(() -> LatentFolder.open(folder.resolve("none"), 5))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("none", "no such folder", "'latents'", "'labels'");
        assertThatThrownBy(() -> LatentFolder.open(folder, 5))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("contains no latents");
        Files.writeString(folder.resolve("readme.txt"), "not a tensor file");
        Safetensors.write(
                folder.resolve("a.safetensors"),
                Map.of("x", TensorData.of(new float[1], 1)),
                Map.of());
        assertThatThrownBy(() -> LatentFolder.open(folder, 5))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("a.safetensors", "'latents' and 'labels'");
    }

    @Test
    void wrongShapesAndLabelsAreRefused() {
        write("a.safetensors", new long[] {0, 5}, 0);
        assertThatThrownBy(() -> LatentFolder.open(folder, 5))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("label 5 is not in [0, 5)");
        write("a.safetensors", new long[] {0, 4}, 0);
        Safetensors.write(
                folder.resolve("b.safetensors"),
                Map.of(
                        "latents", TensorData.of(new float[4], 1, 1, 2, 2),
                        "labels", TensorData.of(new long[1], 1)),
                Map.of());
        assertThatThrownBy(() -> LatentFolder.open(folder, 5))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("b.safetensors", "1x2x2", "2x2x2");
        Safetensors.write(
                folder.resolve("b.safetensors"),
                Map.of(
                        "latents", TensorData.of(new float[8], 2, 2, 2),
                        "labels", TensorData.of(new long[1], 1)),
                Map.of());
        assertThatThrownBy(() -> LatentFolder.open(folder, 5))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("F32 [N, C, H, W]");
    }
}
