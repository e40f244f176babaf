package dev.eqm.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class TorchScriptArchiveTest {
    @Test
    void holdsFourStoredEntriesUnderOneFolder() throws IOException {
        String text = "# γ\n\ndef f(self, x: Tensor) -> Tensor:\n  return x\n";
        Map<String, byte[]> entries = new LinkedHashMap<>();
        byte[] archive = TorchScriptArchive.of(text);
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                assertThat(e.getMethod()).isEqualTo(ZipEntry.STORED);
                entries.put(e.getName(), zip.readAllBytes());
            }
        }
        assertThat(entries.keySet())
                .containsExactly(
                        "eqm/code/__torch__.py",
                        "eqm/data.pkl",
                        "eqm/constants.pkl",
                        "eqm/version");
        assertThat(new String(entries.get("eqm/code/__torch__.py"), StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        class Kernels(Module):
                          __parameters__ = []
                          __buffers__ = []
                          training : bool
                          # γ
                        \s\s
                          def f(self, x: Tensor) -> Tensor:
                            return x
                        """);
        assertThat(entries.get("eqm/version"))
                .isEqualTo("10\n".getBytes(StandardCharsets.US_ASCII));
    }
}
