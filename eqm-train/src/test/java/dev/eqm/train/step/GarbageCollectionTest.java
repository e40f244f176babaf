package dev.eqm.train.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.loss.Loss;
import dev.eqm.core.loss.LossValue;
import dev.eqm.core.loss.Prediction;
import dev.eqm.core.path.Corruption;
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

    /** Collects over and over, wherever a step happens to be, and lets steps go on in between. */
    private static final class Collector extends Thread {
        @Override
        public void run() {
            while (!isInterrupted()) {
                Garbage.collect();
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    /** Collects between the forward and the backward pass, where a graph is all that is left. */
    private record Harrying(Loss loss, AtomicInteger rounds) implements Loss {
        @Override
        public LossValue of(Prediction answer, Corruption batch) {
            LossValue value = loss.of(answer, batch);
            Garbage.collect();
            rounds.incrementAndGet();
            return value;
        }
    }

    @Test
    void threeHundredStepsUnderConstantCollectionGiveTheSameBytes() throws InterruptedException {
        TinyRun run = TinyRun.usual();
        Map<String, TensorData> quiet = train(run);
        AtomicInteger rounds = new AtomicInteger();
        Collector collector = new Collector();
        collector.start();
        Map<String, TensorData> harried;
        try {
            harried = train(run.with(new Harrying(run.loss(), rounds)));
        } finally {
            collector.interrupt();
            collector.join();
        }
        assertThat(harried).isEqualTo(quiet);
        assertThat(rounds.get()).isEqualTo(STEPS);
    }

    private static Map<String, TensorData> train(TinyRun run) {
        TrainStep step = run.step();
        TrainState state = run.start();
        try {
            for (int i = 0; i < STEPS; i++) {
                assertThat(step.run(state).finite()).isTrue();
                state = state.next();
            }
            return ModelFile.tensors(state.model().parameters());
        } finally {
            state.close();
        }
    }
}
