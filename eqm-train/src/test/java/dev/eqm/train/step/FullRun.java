package dev.eqm.train.step;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.loss.Loss;
import dev.eqm.core.loss.LossValue;
import dev.eqm.core.loss.Prediction;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.path.Corruption;
import dev.eqm.models.sit.SiT;
import dev.eqm.train.checkpoint.Checkpoints;
import dev.eqm.train.checkpoint.RunIdentity;
import dev.eqm.train.optim.AdamW;
import dev.eqm.train.optim.Averages;
import dev.eqm.train.optim.CosineRate;
import java.nio.file.Path;
import java.util.List;

/**
 * A {@link TinyRun} with everything switched on: micro-batches, clipping, a cosine, two averages
 * with warm-up, stratified γ, steps that go bad and are skipped.
 */
record FullRun(Recipe recipe, TrainSettings settings) {
    /** Two, so that gradients are summed. */
    static final Lanes LANES = Lanes.of(2);

    /** Not finite on a batch whose first γ lies below {@code bad}. */
    record SometimesBad(Loss base, double bad) implements Loss {
        @Override
        public LossValue of(Prediction answer, Corruption batch) {
            LossValue value = base.of(answer, batch);
            if (batch.hostGamma()[0] >= bad) {
                return value;
            }
            try (Scope scope = Scope.open();
                    Arena constants = Arena.cpu("not a number")) {
                NDArray mean = Arithmetic.scale(value.mean(), constants.scalar(Double.NaN));
                return new LossValue(
                        scope.keep(mean),
                        value.perSample(),
                        value.zeroField(),
                        value.zeroFieldPerSample());
            }
        }
    }

    /** Of 20 steps, some bad. */
    static FullRun usual() {
        return of(0.07, OnBadStep.SKIP, 10, 20);
    }

    static FullRun of(double bad, OnBadStep onBadStep, int badStepLimit, long steps) {
        Recipe recipe =
                new Recipe(
                        new SometimesBad(TinyRun.usual().loss(), bad),
                        new AdamW(1e-3, 0.9, 0.999, 1e-8, 0.01),
                        new CosineRate(4, 0.1),
                        new Averages(0.9, List.of(0.99), true));
        return new FullRun(
                recipe,
                new TrainSettings(
                        steps,
                        5,
                        2,
                        false,
                        7,
                        GammaDraw.STRATIFIED,
                        0.5,
                        onBadStep,
                        badStepLimit,
                        1,
                        5,
                        5));
    }

    /** The same with activations computed again. */
    FullRun recomputing() {
        return new FullRun(recipe, settings.recomputing(true));
    }

    TrainState start() {
        return TrainState.start(
                SiT.fresh(TinyRun.ARCHITECTURE, Precision.FLOAT32, Device.cpu(), settings.seed()),
                recipe);
    }

    TrainStep step() {
        return new TrainStep(settings.batches(TinyRun.images(), true), recipe, settings, LANES);
    }

    RunIdentity identity() {
        return RunIdentity.of(TinyRun.ARCHITECTURE, settings, recipe);
    }

    Trainer trainer(Path folder, TrainListener... listeners) {
        Checkpoints checkpoints = new Checkpoints(folder, identity(), settings.keepCheckpoints());
        return new Trainer(step(), checkpoints, List.of(listeners));
    }
}
