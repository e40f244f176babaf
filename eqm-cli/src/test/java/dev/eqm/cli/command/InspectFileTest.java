package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.store.Json;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.testing.LegacyTorch;
import dev.eqm.models.weights.torch.TorchFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code eqm inspect} of files that others wrote. */
class InspectFileTest {
    private static final TensorData WEIGHT = TensorData.of(new float[6], 2, 3);

    @TempDir private Path folder;

    private String inspect(Path file, String... more) {
        List<String> args = new java.util.ArrayList<>(List.of("inspect", file.toString()));
        args.addAll(List.of(more));
        Cli told = Cli.run(args);
        assertThat(told.err()).isEmpty();
        assertThat(told.exit()).isZero();
        return told.out();
    }

    @Test
    void checkpointsOfPyTorchAreListed() {
        Path file = folder.resolve("training.pt");
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("ema", Map.of("a.weight", WEIGHT));
        root.put("opt", Map.of("state", Map.of(0L, List.of(TensorData.of(new long[] {7})))));
        root.put("args", Map.of("model", "EqM-XL/2", "text", "x".repeat(100)));
        root.put("empty", Map.of());
        TorchFile.write(file, root);
        assertThat(inspect(file).lines().map(l -> l.strip().replaceAll(" +", " ")))
                .contains(
                        "tensors 2 of 7 numbers, 32 bytes",
                        "ema/a.weight F32[2, 3]",
                        "opt/state/0/0 I64[]",
                        "values 3",
                        "args/model EqM-XL/2",
                        "args/text " + "x".repeat(60) + "...",
                        "empty {}");
        Map<?, ?> json = (Map<?, ?>) Json.parse(inspect(file, "--json"));
        assertThat(json.get("numbers")).isEqualTo(7L);
        assertThat(((Map<?, ?>) json.get("tensors")).get("ema/a.weight"))
                .isEqualTo(Map.of("dtype", "F32", "shape", List.of(2L, 3L)));
    }

    @Test
    void oldFilesAndSafetensorsToo() throws IOException {
        Path old = folder.resolve("old.pth");
        LegacyTorch.write(old, Map.of("fc.weight", WEIGHT));
        assertThat(inspect(old)).containsPattern("fc\\.weight +F32\\[2, 3\\]");
        Path other = folder.resolve("other.safetensors");
        Safetensors.write(other, Map.of("fc.bias", WEIGHT), Map.of("format", "pt"));
        assertThat(inspect(other))
                .containsPattern("fc\\.bias +F32\\[2, 3\\]")
                .containsPattern("format +pt");
    }

    @Test
    void whatIsNoneIsToldOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("x.pt"), "hello");
        Cli told = Cli.run("inspect", file.toString());
        assertThat(told.exit()).isNotZero();
        assertThat(told.err())
                .contains(file.toString(), "not a PyTorch checkpoint")
                .hasLineCount(1);
    }
}
