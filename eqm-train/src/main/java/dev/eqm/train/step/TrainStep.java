package dev.eqm.train.step;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.data.Batch;
import dev.eqm.core.data.BatchSource;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.kernel.Form;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.loss.Loss;
import dev.eqm.core.loss.LossValue;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.path.Corruption;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.TrainingPass;
import dev.eqm.train.optim.Gradients;
import dev.eqm.train.optim.Optimizer;

/**
 * One training step of the paper (Section 3.1, eq. 3): batch → γ, ε → corruption → prediction →
 * loss → gradients → clip → optimiser → EMA. Parameters move only if loss and gradients are finite.
 */
public final class TrainStep {
    private final BatchSource batches;
    private final Recipe recipe;
    private final TrainSettings settings;
    private final Optimizer.Step optimizer;
    private final BatchGradient inParts;

    /**
     * The parts of a step; nothing here changes from step to step.
     *
     * @param batches of the settings' seed and batch size: {@link TrainSettings#batches}
     * @param lanes compute parts of a batch side by side; their number is part of the rounding
     */
    public TrainStep(BatchSource batches, Recipe recipe, TrainSettings settings, Lanes lanes) {
        requireGiven("batches", batches, "recipe", recipe, "settings", settings, "lanes", lanes);
        batches.requireMadeWith(settings.seed(), settings.batchSize());
        this.batches = batches;
        this.recipe = recipe;
        this.settings = settings;
        this.optimizer = recipe.optimizer().compiled();
        this.inParts = new BatchGradient(settings.microBatch(), recipe.loss().separable(), lanes);
    }

    /**
     * The step after {@code state.step()}; moves the state's arrays unless the report is not
     * finite.
     */
    public StepReport run(TrainState state) {
        state.optimizer().requireOf(recipe.optimizer());
        FieldModel model = state.model();
        Stopwatch watch = new Stopwatch();
        try (Arena arena = Arena.open(model.parameters().device(), "training step");
                GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            // Batch: images x with labels. For each, γ ~ U[0, 1) and ε ~ N(0, I) from (seed, step).
            Batch batch = batch(state.step());
            Examples examples =
                    examples(arena, model, batch, new Draws(settings.seed(), state.step()));
            double data = watch.lap();

            // Corruption → prediction → loss → gradients: of all at once, or in parts, added up.
            LossGradient found =
                    inParts.of(
                            examples,
                            some -> lossGradient(model, recipe.loss(), settings.recompute(), some));
            NDArray norm = Gradients.norm(found.gradients());
            StepReport report = report(state, examples, LossNumbers.read(found.numbers(), norm));
            double backward = Math.max(0, watch.lap() - found.forward());
            if (!report.finite()) {
                return report.with(new StepTimes(data, found.forward(), backward, 0, 0));
            }

            // Clip: g ← g·min(1, limit/|g|). AdamW in Table 9. EMA ← decay·EMA + (1 − decay)·θ.
            if (settings.clipNorm() > 0) {
                Gradients.clip(found.gradients(), norm, settings.clipNorm());
            }
            optimizer.apply(
                    model.parameters(), found.gradients(), state.optimizer(), report.rate());
            double moved = watch.lap();
            long updates = state.count().updates();
            recipe.averages().update(state.averages(), model.parameters(), updates);
            return report.with(new StepTimes(data, found.forward(), backward, moved, watch.lap()));
        }
    }

    private Examples examples(Arena arena, FieldModel model, Batch batch, Draws draws) {
        Shape shape = new Shape(batch.n(), batch.c(), batch.h(), batch.w());
        long[] labels = draws.labels(batch.labels(), model.labelDropout(), model.classes());
        NDArray x = arena.of(batch.pixels(), shape.getShape());
        NDArray eps = draws.eps(arena, shape); // ~ N(0, I)
        float[] gamma = draws.gamma(batch.n(), settings.gamma()); // ~ U[0, 1)
        return new Examples(x, eps, gamma, arena.of(labels, batch.n()), draws.network(batch.n()));
    }

    /**
     * From examples to gradients: the training objective of the paper, and all that may run in
     * parts. A pure function that keeps nothing and may run on any thread, on several at a time.
     *
     * <p>The loss is weighted by the examples' share in the batch before the backward pass, so that
     * no gradient has to be.
     *
     * @param recompute whether activations inside blocks are computed again instead of being kept
     * @return in the current scope; everything else is freed
     */
    static LossGradient lossGradient(
            FieldModel model, Loss loss, boolean recompute, Examples some) {
        Stopwatch watch = new Stopwatch();
        try (GradMode on = GradMode.on();
                Scope scope = Scope.open()) {
            // x_γ = γx + (1−γ)ε (Section 3.1)
            Corruption corruption = Corruption.of(some.x(), some.eps(), some.gamma());
            // f(x_γ); only a time-conditional network sees γ
            TrainingPass pass = pass(model, recompute, corruption, some);
            NDArray f = pass.answer().gradient();
            Form.requireLike("the output of the network", f, corruption.xGamma(), "x_gamma");
            // |f(x_γ) − (ε − x)·c(γ)|² (eq. 3)
            LossValue value = loss.of(pass.answer(), corruption);
            Form.requireShape("perSample of the loss", value.perSample(), some.size());
            double forward = watch.lap();
            // ∇_θ of the mean
            NDList gradients = pass.gradients(weighted(value.mean(), some.share()));
            requireFit(gradients, model.parameters().trainable());
            NDArray numbers = LossNumbers.packed(value);
            return new LossGradient(
                    scope.keep(gradients), new NDList(scope.keep(numbers)), forward);
        }
    }

    /** A network of one's own may answer with gradients of its own. */
    private static void requireFit(NDList gradients, NDList parameters) {
        require(
                gradients.size() == parameters.size(),
                "there must be one gradient for each of the %s trained parameters, got %s",
                parameters.size(),
                gradients.size());
        for (int i = 0; i < parameters.size(); i++) {
            Form.requireLike("a gradient", gradients.get(i), parameters.get(i), "its parameter");
        }
    }

    private static TrainingPass pass(
            FieldModel model, boolean recompute, Corruption at, Examples some) {
        return recompute
                ? model.recomputedPass(at.xGamma(), at.gamma(), some.labels(), some.seeds())
                : model.trainingPass(at.xGamma(), at.gamma(), some.labels(), some.seeds());
    }

    private static NDArray weighted(NDArray mean, double share) {
        return share == 1 ? mean : Arithmetic.scale(mean, share);
    }

    private Batch batch(long step) {
        Batch batch = batches.at(step);
        require(
                batch.n() == settings.batchSize(),
                "the batch of step %s must contain batchSize %s images, got %s",
                step,
                settings.batchSize(),
                batch.n());
        return batch;
    }

    private StepReport report(TrainState state, Examples examples, LossNumbers numbers) {
        double factor = recipe.rate().at(state.step(), settings.steps());
        return new StepReport(
                state.step() + 1,
                numbers.mean(),
                numbers.zeroField(),
                GammaBins.of(examples.gamma(), numbers.perSample(), numbers.zeroFieldPerSample()),
                numbers.gradientNorm(),
                Gradients.isClipped(numbers.gradientNorm(), settings.clipNorm()),
                recipe.optimizer().learningRate() * factor,
                examples.size(),
                StepTimes.ZERO);
    }

    /** What this step was made for. */
    TrainSettings settings() {
        return settings;
    }

    /** What this step optimises and how. */
    Recipe recipe() {
        return recipe;
    }
}
