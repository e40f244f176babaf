package dev.eqm.train.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.data.Batch;
import dev.eqm.core.data.BatchSource;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.loss.Answer;
import dev.eqm.core.loss.Loss;
import dev.eqm.core.loss.LossValue;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.path.Corruption;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.train.optim.AdamW;
import dev.eqm.train.optim.Ema;

/**
 * One step: batch → γ, ε → corruption → network → loss → gradients → AdamW → EMA. Parameters move
 * only if loss and gradients are finite.
 */
public final class TrainStep {
    private final BatchSource batches;
    private final Loss loss;
    private final AdamW.Step optimizer;
    private final Ema ema;
    private final long seed;

    /** The parts of a step; nothing here changes from step to step. */
    public TrainStep(BatchSource batches, Loss loss, AdamW optimizer, Ema ema, long seed) {
        this.batches = batches;
        this.loss = loss;
        this.optimizer = optimizer.compiled();
        this.ema = ema;
        this.seed = seed;
    }

    /**
     * The step after {@code state.step()}; moves the state's arrays unless the report is not
     * finite.
     */
    public StepReport run(TrainState state) {
        FieldModel model = state.model();
        Stopwatch watch = new Stopwatch();
        try (Arena arena = Arena.open(model.parameters().device(), "training step");
                GradMode on = GradMode.on();
                Scope scope = Scope.open()) {
            Batch batch = batches.at(state.step());
            Draws draws = new Draws(seed, state.step());
            Shape shape = new Shape(batch.n(), batch.c(), batch.h(), batch.w());
            NDArray x = arena.of(batch.pixels(), shape.getShape());
            NDArray eps = draws.eps(arena, shape);
            NDArray gamma = arena.of(draws.gamma(batch.n()), batch.n());
            NDArray labels =
                    arena.of(
                            draws.labels(batch.labels(), model.labelDropout(), model.classes()),
                            batch.n());
            double data = watch.lap();

            Corruption corruption = Corruption.of(x, eps, gamma);
            Answer answer = model.answer(corruption.xGamma(), gamma, labels);
            LossValue value = loss.of(answer, corruption);
            double lossNumber = value.mean().getFloat();
            double zeroField = value.zeroField().getFloat();
            double forward = watch.lap();

            NDList gradients = Autograd.gradients(value.mean(), model.parameters().trainable());
            double norm = optimizer.norm(gradients).getFloat();
            double backward = watch.lap();

            double rate = optimizer.settings().learningRate();
            StepTimes soFar = new StepTimes(data, forward, backward, 0, 0);
            StepReport report =
                    new StepReport(
                            state.step() + 1, lossNumber, zeroField, norm, rate, batch.n(), soFar);
            if (!report.finite()) {
                return report;
            }
            optimizer.apply(model.parameters(), gradients, state.moments(), rate);
            double moved = watch.lap();
            ema.update(state.average(), model.parameters());
            return report.with(new StepTimes(data, forward, backward, moved, watch.lap()));
        }
    }

    /** Seconds between calls. */
    private static final class Stopwatch {
        private long last = System.nanoTime();

        double lap() {
            long now = System.nanoTime();
            double seconds = (now - last) * 1e-9;
            last = now;
            return seconds;
        }
    }
}
