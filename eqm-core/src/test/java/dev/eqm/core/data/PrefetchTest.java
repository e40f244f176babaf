package dev.eqm.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.eqm.core.check.BrokenRuleException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class PrefetchTest {
    private static final ToyPoints POINTS = new ToyPoints(Toy.EIGHT_GAUSSIANS, 2, 100, 0.1, true);

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "5,3", "1,4"})
    void theBatchesAreThoseOfTheSource(int ahead, int threads) {
        Batches wanted = new Batches(POINTS, 7, 3, true);
        try (Prefetch prefetch = new Prefetch(new Batches(POINTS, 7, 3, true), ahead, threads)) {
            for (long step : new long[] {5, 6, 7, 8, 9, 30, 31, 2, 3, 3, 4}) { // jumps as well
                Batch got = prefetch.at(step);
                assertThat(got.pixels()).isEqualTo(wanted.at(step).pixels());
                assertThat(got.labels()).isEqualTo(wanted.at(step).labels());
            }
        }
    }

    /** Several epochs at a time on several threads: the permutations must not mix. */
    @Test
    void batchesMayBeAskedForByManyThreads() {
        ToyPoints few = new ToyPoints(Toy.TWO_MOONS, 0, 3, 0.1, true);
        Batches wanted = new Batches(few, 2, 3, false);
        try (Prefetch prefetch = new Prefetch(new Batches(few, 2, 3, false), 16, 8)) {
            for (long step = 0; step < 3000; step++) {
                assertThat(prefetch.at(step).pixels()).isEqualTo(wanted.at(step).pixels());
            }
        }
    }

    @Test
    void worksAheadAndNoFurther() throws InterruptedException {
        Set<Long> made = new ConcurrentSkipListSet<>();
        CountDownLatch three = new CountDownLatch(4);
        BatchSource source =
                step -> {
                    made.add(step);
                    three.countDown();
                    return new Batch(new float[0], new int[0], 0, 1, 1, 1);
                };
        try (Prefetch prefetch = new Prefetch(source, 3, 2)) {
            assertThat(made).isEmpty();
            prefetch.at(10);
            assertThat(three.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(made).containsExactly(10L, 11L, 12L, 13L);
        }
    }

    @Test
    void aProblemIsThrownWhereItsBatchIsAskedFor() {
        BatchSource source =
                step -> {
                    if (step == 2) {
                        throw new DataException(
                                Path.of("cats/7.png"), "cannot be read as an image");
                    }
                    return new Batch(new float[0], new int[0], 0, 1, 1, 1);
                };
        try (Prefetch prefetch = new Prefetch(source, 3, 2)) {
            prefetch.at(0);
            prefetch.at(1);
            assertThatExceptionOfType(DataException.class)
                    .isThrownBy(() -> prefetch.at(2))
                    .withMessageContaining("7.png: cannot be read as an image");
            assertThat(prefetch.at(3)).isNotNull();
        }
    }

    @Test
    void closingEndsItsThreads() throws InterruptedException {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        CountDownLatch never = new CountDownLatch(1);
        BatchSource source =
                step -> {
                    threads.add(Thread.currentThread());
                    if (step > 0) {
                        awaitInterrupt(never);
                    }
                    return new Batch(new float[0], new int[0], 0, 1, 1, 1);
                };
        try (Prefetch prefetch = new Prefetch(source, 4, 2)) {
            prefetch.at(0);
        }
        for (Thread thread : threads) {
            thread.join(20_000);
        }
        assertThat(threads).isNotEmpty().allMatch(Thread::isDaemon).noneMatch(Thread::isAlive);
    }

    private static void awaitInterrupt(CountDownLatch never) {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void batchesOfAnotherRunAreRefusedAlsoWhenMadeAhead() {
        Batches batches = new Batches(POINTS, 2, 3, false);
        try (Prefetch prefetch = new Prefetch(batches, 1, 1)) {
            for (BatchSource source : List.of(batches, prefetch)) {
                source.requireMadeWith(3, 2);
                assertThatExceptionOfType(BrokenRuleException.class)
                        .isThrownBy(() -> source.requireMadeWith(4, 2))
                        .withMessage("seed of the batches must equal that of the run, 4, got 3");
                assertThatExceptionOfType(BrokenRuleException.class)
                        .isThrownBy(() -> source.requireMadeWith(3, 5))
                        .withMessage(
                                "batchSize of the batches must equal that of the run, 5, got 2");
            }
        }
        BatchSource unknown = step -> batches.at(step);
        assertThatCode(() -> unknown.requireMadeWith(4, 5)).doesNotThrowAnyException();
    }

    @Test
    void impossibleSettingsAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Prefetch(new Batches(POINTS, 1, 0, false), 0, 1))
                .withMessage("ahead and threads must be at least 1, got 0 and 1");
    }
}
