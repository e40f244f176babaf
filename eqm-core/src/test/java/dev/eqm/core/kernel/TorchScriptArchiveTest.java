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
        String source = "class Kernels(Module): # γ\n";
        Map<String, byte[]> entries = new LinkedHashMap<>();
        byte[] archive = TorchScriptArchive.of(source);
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
        assertThat(entries.get("eqm/code/__torch__.py"))
                .isEqualTo(source.getBytes(StandardCharsets.UTF_8));
        assertThat(entries.get("eqm/version"))
                .isEqualTo("10\n".getBytes(StandardCharsets.US_ASCII));
    }
}
