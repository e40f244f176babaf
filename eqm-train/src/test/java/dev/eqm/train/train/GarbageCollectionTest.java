package dev.eqm.train.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.store.TensorData;
import dev.eqm.core.testing.Garbage;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.weights.ModelFile;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Gradients do not depend on when Java collects garbage. */
@ExtendWith(LeakCheck.class)
class GarbageCollectionTest {
    private static final int STEPS = 300;

    /** Collects without a pause, so also between the forward and the backward pass of a step. */
    private static final class Collector extends Thread {
        private final AtomicInteger rounds = new AtomicInteger();

        @Override
        public void run() {
            while (!isInterrupted()) {
                Garbage.collect();
                rounds.incrementAndGet();
            }
        }
    }

    @Test
    void threeHundredStepsUnderConstantCollectionGiveTheSameBytes() throws InterruptedException {
        Map<String, TensorData> quiet = train(() -> {});
        Collector collector = new Collector();
        collector.start();
        Map<String, TensorData> harried;
        try {
            harried = train(() -> awaitAnotherRound(collector));
        } finally {
            collector.interrupt();
            collector.join();
        }
        assertThat(harried).isEqualTo(quiet);
        assertThat(collector.rounds.get()).isGreaterThanOrEqualTo(STEPS);
    }

    /** So that every step sees at least one collection, on any machine. */
    private static void awaitAnotherRound(Collector collector) {
        int seen = collector.rounds.get();
        while (collector.rounds.get() == seen && collector.isAlive()) {
            LockSupport.parkNanos(20_000); // a spinning thread would take the collector its core
        }
    }

    private static Map<String, TensorData> train(Runnable beforeStep) {
        TinyRun run = TinyRun.usual();
        TrainStep step = run.step();
        TrainState state = run.start();
        try {
            for (int i = 0; i < STEPS; i++) {
                beforeStep.run();
                assertThat(step.run(state).finite()).isTrue();
                state = state.next();
            }
            return ModelFile.tensors(state.model().parameters());
        } finally {
            state.close();
        }
    }
}
