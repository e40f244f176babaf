package dev.eqm.train.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.store.TensorData;
import dev.eqm.core.testing.Garbage;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.weights.ModelFile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Gradients do not depend on when Java collects garbage. */
@ExtendWith(LeakCheck.class)
class GarbageCollectionTest {
    private static final int STEPS = 300;

    @Test
    void threeHundredStepsUnderConstantCollectionGiveTheSameBytes() throws InterruptedException {
        Map<String, TensorData> quiet = train(() -> {});
        Thread collector = new Thread(GarbageCollectionTest::collectForever, "collector");
        collector.setDaemon(true);
        collector.start();
        Map<String, TensorData> harried;
        try {
            harried = train(Garbage::collect);
        } finally {
            collector.interrupt();
            collector.join();
        }
        assertThat(harried).isEqualTo(quiet);
    }

    private static void collectForever() {
        while (!Thread.currentThread().isInterrupted()) {
            System.gc();
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
