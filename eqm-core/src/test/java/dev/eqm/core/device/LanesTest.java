package dev.eqm.core.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.eqm.core.kernel.Libtorch;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanesTest {
    @ParameterizedTest
    @CsvSource({"1, 7", "2, 64", "2, 7", "3, 8", "4, 2", "8, 1"})
    void cutsIntoPartsThatDifferByOneAtMost(int count, int n) {
        try (Lanes lanes = Lanes.of(count)) {
            int[] cut = lanes.cut(n);
            assertThat(cut).startsWith(0).endsWith(n).hasSize(Math.min(count, n) + 1);
            IntStream sizes = IntStream.range(1, cut.length).map(i -> cut[i] - cut[i - 1]);
            assertThat(sizes.boxed().toList())
                    .allMatch(s -> s == n / (cut.length - 1) || s == n / (cut.length - 1) + 1);
        }
    }

    @Test
    void resultsComeInTheOrderOfTheTasks() {
        try (Lanes lanes = Lanes.of(3)) {
            List<Supplier<Integer>> tasks =
                    IntStream.range(0, 50).<Supplier<Integer>>mapToObj(i -> () -> i * i).toList();
            assertThat(lanes.run(tasks))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 50).map(i -> i * i).boxed().toList());
        }
    }

    @Test
    void tasksRunSideBySideEachOnItsShareOfTheCores() {
        int share = Math.max(1, Backend.threads() / 2);
        Set<Integer> cores = ConcurrentHashMap.newKeySet();
        CountDownLatch both = new CountDownLatch(2);
        Supplier<Boolean> meets =
                () -> {
                    cores.add(Libtorch.threads());
                    both.countDown();
                    try {
                        return both.await(20, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        return false;
                    }
                };
        int before = Backend.threads();
        try (Lanes lanes = Lanes.of(2)) {
            assertThat(lanes.run(List.of(meets, meets))).containsExactly(true, true);
        }
        assertThat(cores).containsExactly(share);
        assertThat(Backend.threads()).as("the caller's own").isEqualTo(before);
    }

    @Test
    void laterThreadsHaveAllCores() throws InterruptedException {
        int all = Backend.threads();
        AtomicInteger seen = new AtomicInteger();
        try (Lanes lanes = Lanes.of(2)) {
            Thread later = new Thread(() -> seen.set(Libtorch.threads()));
            later.start();
            later.join();
        }
        assertThat(seen).hasValue(all);
    }

    @Test
    void aSingleLaneAndASingleTaskStayOnTheCallingThread() {
        Supplier<Thread> where = Thread::currentThread;
        try (Lanes one = Lanes.of(1);
                Lanes two = Lanes.of(2)) {
            assertThat(one.run(List.of(where, where))).containsOnly(Thread.currentThread());
            assertThat(two.run(List.of(where))).containsOnly(Thread.currentThread());
            assertThat(two.run(List.of(where, where))).doesNotContain(Thread.currentThread());
        }
    }

    @Test
    void aTaskMayAskForLanesItself() {
        try (Lanes lanes = Lanes.of(2)) {
            List<Supplier<Integer>> two = List.of(() -> 1, () -> 2);
            Supplier<Integer> inner = () -> lanes.run(two).stream().mapToInt(i -> i).sum();
            assertThat(lanes.run(List.of(inner, inner, inner))).containsExactly(3, 3, 3);
        }
    }

    @Test
    void theFirstFailureIsThrownAfterAllHaveEnded() {
        AtomicBoolean ended = new AtomicBoolean();
        Supplier<Integer> fails =
                () -> {
                    throw new IllegalStateException("first");
                };
        Supplier<Integer> slow =
                () -> {
                    try {
                        Thread.sleep(200);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    ended.set(true);
                    throw new IllegalStateException("second");
                };
        try (Lanes lanes = Lanes.of(2)) {
            assertThatThrownBy(() -> lanes.run(List.of(fails, slow)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("first");
            assertThat(ended).isTrue();
        }
    }

    @Test
    void anInterruptIsKeptForLater() {
        try (Lanes lanes = Lanes.of(2)) {
            Thread.currentThread().interrupt();
            List<Supplier<Integer>> two = List.of(() -> 1, () -> 2);
            assertThat(lanes.run(two)).containsExactly(1, 2);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void oneACoreOnACpuAndOneOnAGpu() {
        assertThat(Lanes.suiting(Device.cpu())).isBetween(1, Math.min(4, Backend.threads()));
        assertThat(Lanes.suiting(Device.gpu(0))).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Lanes.of(0))
                .withMessageContaining("lanes must lie in [1, 1024], got 0");
    }
}
