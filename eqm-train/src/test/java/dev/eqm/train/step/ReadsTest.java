package dev.eqm.train.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.device.Lanes;
import dev.eqm.core.kernel.Traffic;
import dev.eqm.core.loss.EqmLoss;
import dev.eqm.core.schedule.TruncatedDecay;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.train.optim.Optimizer;
import dev.eqm.train.optim.Optimizers;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A training step waits for the device once, at its end. */
@ExtendWith(LeakCheck.class)
class ReadsTest {
    static Collection<Optimizer> optimizers() {
        return Optimizers.examples().values();
    }

    private static Traffic traffic(TrainStep step, TrainState state) {
        step.run(state); // what is made once is made now
        Traffic before = Traffic.now();
        step.run(state);
        return Traffic.now().since(before);
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void aStepReadsOnce(Optimizer optimizer) {
        TinyRun run = TinyRun.usual().with(optimizer);
        try (TrainState state = run.start()) {
            assertThat(traffic(run.step(), state).reads()).isEqualTo(1);
        }
    }

    /** In parts, in lanes and clipped as well. */
    @Test
    void aStepInPartsReadsOnce() {
        TinyRun run = TinyRun.usual().with(new EqmLoss(new TruncatedDecay(0.8, 4)));
        TrainSettings parts =
                new TrainSettings(
                        10, 5, 2, true, 7, GammaDraw.UNIFORM, 0.1, OnBadStep.STOP, 10, 1, 10, 3);
        try (Lanes lanes = Lanes.of(2);
                TrainState state = run.start()) {
            TrainStep step =
                    new TrainStep(
                            parts.batches(TinyRun.images(), true), run.recipe(), parts, lanes);
            assertThat(traffic(step, state).reads()).isEqualTo(1);
        }
    }
}
