package dev.eqm.core.ranks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import com.sun.jna.Native;
import dev.eqm.core.testing.ThreadRanks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What can be asked about NCCL without a GPU; training over it was never tried. */
class NcclTest {
    private static final Map<String, String> NONE =
            Map.of(NcclLibrary.VARIABLE, "libnone-nccl.so.2");

    /** ncclFloat32, ncclSuccess, ncclInProgress and NCCL_UNIQUE_ID_BYTES of nccl.h 2.26.2. */
    @Test
    void constantsAreThoseOfTheHeader() {
        assertThat(NcclLibrary.FLOAT).isEqualTo(7);
        assertThat(NcclLibrary.SUCCESS).isZero();
        assertThat(NcclLibrary.IN_PROGRESS).isEqualTo(7);
        assertThat(NcclLibrary.ID_BYTES).isEqualTo(128);
    }

    /** Shapes that go over the calls by value: ncclUniqueId 128 bytes, CUDAStream 16. */
    @Test
    void structuresAreAsLargeAsInC() {
        assertThat(new NcclLibrary.Id.Value().size()).isEqualTo(128);
        assertThat(new CudaQueue.Stream.Value().size()).isEqualTo(16);
        assertThat(Native.LONG_SIZE).as("size_t of counts").isEqualTo(Long.BYTES);
    }

    @Test
    void withoutNcclOneErrorIsTold() {
        assertThatThrownBy(() -> NcclLibrary.find(NONE))
                .isInstanceOf(RanksException.class)
                .hasMessageContainingAll("need NVIDIA's NCCL", "libnone-nccl.so.2", "EQM_NCCL");
        assertThatThrownBy(() -> NcclLibrary.find(Map.of(NcclLibrary.VARIABLE, "libc.so.6")))
                .hasMessageContaining("libc.so.6 cannot be loaded as such");
        List<Object> all =
                ThreadRanks.outcomes(
                        2,
                        Duration.ofSeconds(20),
                        ranks -> Nccl.over(ranks, Device.gpu(ranks.rank()), NONE));
        assertThat(all)
                .allSatisfy(
                        e ->
                                assertThat((RanksException) e)
                                        .hasMessageContaining("need NVIDIA's NCCL"));
        assertThat(((RanksException) all.get(0)).isQuiet()).isFalse();
        assertThat(((RanksException) all.get(1)).isQuiet()).isTrue();
    }

    @Test
    void withoutADriverOneErrorIsTold() {
        assumeFalse(Files.exists(Path.of("/proc/driver/nvidia")), "has NVIDIA's driver");
        assertThatThrownBy(() -> CudaQueue.of(0))
                .isInstanceOf(RanksException.class)
                .hasMessageContainingAll("need NVIDIA's driver", "device: cpu");
    }

    /** With the library, which EQM_NCCL names: what it answers where there is no GPU. */
    @Test
    void theLibraryItselfSaysThatThereIsNoGpu() {
        assumeTrue(System.getenv(NcclLibrary.VARIABLE) != null, "EQM_NCCL names no library");
        assumeFalse(Files.exists(Path.of("/proc/driver/nvidia")), "has NVIDIA's driver");
        NcclLibrary nccl = NcclLibrary.find(System.getenv());
        assertThat(nccl.number("ncclGetVersion")).isGreaterThan(21800);
        byte[] id = nccl.newId();
        assertThat(id).isNotEqualTo(new byte[128]);
        assertThatThrownBy(() -> nccl.join(id, 1, 0))
                .isInstanceOf(RanksException.class)
                .hasMessageStartingWith("ncclCommInitRank of NCCL failed: ");
    }
}
