package dev.eqm.train.step;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.data.Batch;
import dev.eqm.core.data.BatchSource;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.train.optim.AdamW;
import dev.eqm.train.optim.Gradients;

/**
 * One step: batch → γ, ε → {@linkplain LossGradient corruption → network → loss → gradients} →
 * clipping → AdamW → EMA. Parameters move only if loss and gradients are finite.
 */
public final class TrainStep {
    private final BatchSource batches;
    private final Recipe recipe;
    private final TrainSettings settings;
    private final AdamW.Step optimizer;
    private final Lanes lanes;

    /**
     * The parts of a step; nothing here changes from step to step.
     *
     * @param batches of {@code settings.batchSize()} images
     * @param lanes compute parts of a batch side by side; their number is part of the rounding
     */
    public TrainStep(BatchSource batches, Recipe recipe, TrainSettings settings, Lanes lanes) {
        this.batches = batches;
        this.recipe = recipe;
        this.settings = settings;
        this.optimizer = recipe.optimizer().compiled();
        this.lanes = lanes;
    }

    /**
     * The step after {@code state.step()}; moves the state's arrays unless the report is not
     * finite.
     */
    public StepReport run(TrainState state) {
        FieldModel model = state.model();
        Stopwatch watch = new Stopwatch();
        try (Arena arena = Arena.open(model.parameters().device(), "training step");
                GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            Draws draws = new Draws(settings.seed(), state.step());
            Batch batch = batches.at(state.step());
            float[] gamma = draws.gamma(batch.n(), settings.gamma());
            Examples images = images(arena, model, batch, gamma, draws);
            double data = watch.lap();

            BatchGradient.Portions portions =
                    new BatchGradient.Portions(settings.microBatch(), settings.recompute());
            BatchGradient result =
                    BatchGradient.ofBatch(model, images, portions, recipe.loss(), lanes);
            NDArray norm = Gradients.norm(result.gradients());
            StepReport report = report(state, batch, gamma, result, norm.getFloat());
            double backward = Math.max(0, watch.lap() - result.forward());
            StepTimes soFar = new StepTimes(data, result.forward(), backward, 0, 0);
            if (!report.finite()) {
                return report.with(soFar);
            }
            if (settings.clipNorm() > 0) {
                Gradients.clip(result.gradients(), norm, settings.clipNorm());
            }
            optimizer.apply(model.parameters(), result.gradients(), state.moments(), report.rate());
            double moved = watch.lap();
            long updates = state.count().updates();
            recipe.averages().update(state.averages(), model.parameters(), updates);
            return report.with(new StepTimes(data, result.forward(), backward, moved, watch.lap()));
        }
    }

    private static Examples images(
            Arena arena, FieldModel model, Batch batch, float[] gamma, Draws draws) {
        Shape shape = new Shape(batch.n(), batch.c(), batch.h(), batch.w());
        long[] labels = draws.labels(batch.labels(), model.labelDropout(), model.classes());
        return new Examples(
                arena.of(batch.pixels(), shape.getShape()),
                draws.eps(arena, shape),
                arena.of(gamma, batch.n()),
                arena.of(labels, batch.n()),
                draws.network(batch.n()));
    }

    private StepReport report(
            TrainState state, Batch batch, float[] gamma, BatchGradient result, double norm) {
        LossNumbers loss = result.loss();
        double factor = recipe.rate().at(state.step(), settings.steps());
        return new StepReport(
                state.step() + 1,
                loss.mean(),
                loss.zeroField(),
                GammaBins.of(gamma, loss.perSample(), loss.zeroFieldPerSample()),
                norm,
                Gradients.isClipped(norm, settings.clipNorm()),
                recipe.optimizer().learningRate() * factor,
                batch.n(),
                StepTimes.ZERO);
    }
}
