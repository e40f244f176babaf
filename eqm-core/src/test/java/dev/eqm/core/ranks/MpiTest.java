package dev.eqm.core.ranks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What can be asked about MPI without one. */
class MpiTest {
    @Test
    void theLauncherIsKnownByItsVariables() {
        assertThat(Launcher.of(Map.of())).isEqualTo(new Launcher("", 1));
        assertThat(Launcher.of(Map.of("OMPI_COMM_WORLD_SIZE", "4")).startsSeveral()).isTrue();
        assertThat(Launcher.of(Map.of("PMI_SIZE", "2", "PMI_RANK", "1")).size()).isEqualTo(2);
        assertThat(Launcher.of(Map.of("PMI_SIZE", "1")).startsSeveral()).isFalse();
        assertThat(Launcher.of(Map.of("PMI_SIZE", "many")).isThere()).isFalse();
    }

    /** The script of a batch job runs once in an allocation of many tasks. */
    @Test
    void anAllocationIsNoLauncher() {
        Launcher batch = Launcher.of(Map.of("SLURM_NTASKS", "8"));
        assertThat(batch.startsSeveral()).isFalse();
        assertThat(batch.isThere()).isFalse();
        Launcher step = Launcher.of(Map.of("SLURM_NTASKS", "8", "SLURM_STEP_NUM_TASKS", "4"));
        assertThat(step.startsSeveral()).isTrue();
        assertThat(step.size()).isEqualTo(4);
    }

    @Test
    void theLauncherOfAnotherMpiIsRefused() {
        Launcher four = new Launcher("OMPI_COMM_WORLD_SIZE", 4);
        assertThatCode(() -> Mpi.requireWhole(4, four, 4, "Open MPI")).doesNotThrowAnyException();
        assertThatThrownBy(() -> Mpi.requireWhole(4, four, 1, "MPICH (libmpich.so.12)"))
                .isInstanceOf(RanksException.class)
                .hasMessageContainingAll(
                        "MPICH (libmpich.so.12) says that this process is one of 1",
                        "4 were asked for",
                        "OMPI_COMM_WORLD_SIZE=4",
                        "belongs to another MPI",
                        "EQM_MPI");
        assertThatThrownBy(() -> Mpi.requireWhole(2, four, 4, "Open MPI"))
                .hasMessageContainingAll("one of 4, but 2 were asked for", "--ranks 2");
        assertThatThrownBy(() -> Mpi.requireWhole(4, new Launcher("", 1), 1, "Open MPI"))
                .hasMessageContaining("mpirun -n 4");
    }

    @Test
    void theTimeLimitIsANumberOfSeconds() {
        assertThat(Mpi.limit(Map.of())).isEqualTo(Duration.ofSeconds(60));
        assertThat(Mpi.limit(Map.of(Mpi.VARIABLE, "7"))).isEqualTo(Duration.ofSeconds(7));
        for (String wrong : new String[] {"0", "-1", "soon", "1e9", ""}) {
            assertThatThrownBy(() -> Mpi.limit(Map.of(Mpi.VARIABLE, wrong)))
                    .hasMessageStartingWith("EQM_RANKS_TIMEOUT must be a number of seconds");
        }
    }

    @Test
    void theLibraryOfTheLauncherComesFirst() {
        assertThat(MpiLibrary.candidates(Map.of("OMPI_COMM_WORLD_SIZE", "2")).get(0))
                .isEqualTo("libmpi.so.40");
        assertThat(MpiLibrary.candidates(Map.of("PMI_RANK", "0")).get(0))
                .isEqualTo("libmpich.so.12");
    }

    @Test
    void aLibraryThatIsNoneIsNamed() {
        assertThatThrownBy(() -> MpiLibrary.find(Map.of(MpiLibrary.VARIABLE, "libnone.so.1")))
                .hasMessageContainingAll("EQM_MPI names libnone.so.1", "cannot be loaded");
        assertThatThrownBy(() -> MpiLibrary.find(Map.of(MpiLibrary.VARIABLE, "libc.so.6")))
                .hasMessageContainingAll("libc.so.6 is neither Open MPI nor");
    }
}
