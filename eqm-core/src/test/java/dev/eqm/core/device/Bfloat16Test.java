package dev.eqm.core.device;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Bfloat16Test {
    @TempDir private Path folder;

    @Test
    void itIsToldByTheFirstProcessorsFlags() throws IOException {
        Path file = folder.resolve("cpuinfo");
        Files.writeString(
                file, "processor\t: 0\nflags\t\t: fpu avx512f avx512_bf16\nflags : amx_bf16\n");
        assertThat(Bfloat16.ofProcessor(Bfloat16.flags(file)))
                .isEqualTo(new Bfloat16(true, "this processor has avx512_bf16"));
        Files.writeString(file, "processor : 0\nFeatures : fp asimd bf16 i8mm\n");
        assertThat(Bfloat16.ofProcessor(Bfloat16.flags(file)).fast()).isTrue();
        Files.writeString(file, "flags\t\t: fpu avx512f avx512_vnni\n");
        assertThat(Bfloat16.ofProcessor(Bfloat16.flags(file)))
                .isEqualTo(new Bfloat16(false, "this processor has no bfloat16 instructions"));
    }

    @Test
    void whereNobodySaysThereIsNone() {
        assertThat(Bfloat16.ofProcessor(Bfloat16.flags(folder.resolve("none"))).fast()).isFalse();
        assertThat(Bfloat16.on(Device.cpu())).isEqualTo(Bfloat16.on(Device.cpu()));
    }
}
