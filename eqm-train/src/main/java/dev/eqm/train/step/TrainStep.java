package dev.eqm.train.step;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
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
import dev.eqm.core.ranks.Alone;
import dev.eqm.core.ranks.Ranks;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.TrainingPass;
import dev.eqm.train.optim.Gradients;
import dev.eqm.train.optim.Optimizer;
import java.util.Arrays;

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
    private final Ranks ranks;

    /**
     * The parts of a step; nothing here changes from step to step.
     *
     * @param batches of the settings' seed and batch size: {@link TrainSettings#batches}
     * @param lanes compute parts of a batch side by side; their number is part of the rounding
     */
    public TrainStep(BatchSource batches, Recipe recipe, TrainSettings settings, Lanes lanes) {
        this(batches, recipe, settings, lanes, new Alone());
    }

    /**
     * The same over ranks, each of which computes an equal share of every batch. Gradients are
     * added in the order of the ranks, so that N ranks move the parameters as one does whose {@code
     * microBatch} is the batch size / N, to the bit, if both compute in one lane.
     *
     * @param batches this rank's part of the settings' batches: {@code Batches.part}
     * @param ranks what a step does is the same on all
     */
    public TrainStep(
            BatchSource batches, Recipe recipe, TrainSettings settings, Lanes lanes, Ranks ranks) {
        requireGiven("batches", batches, "recipe", recipe, "settings", settings, "lanes", lanes);
        requireGiven("ranks", ranks);
        require(
                settings.batchSize() % ranks.size() == 0,
                "batchSize must be a multiple of the %s ranks, got %s",
                ranks.size(),
                settings.batchSize());
        this.ranks = ranks;
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
            // Batch, or this rank's share of it: images x with labels. For each, γ ~ U[0, 1) and ε
            // ~ N(0, I) from (seed, step).
            Batch batch = batch(state.step());
            Draws draws = new Draws(settings.seed(), state.step());
            float[] gamma = draws.gamma(settings.batchSize(), settings.gamma()); // of all ranks
            Examples examples = examples(arena, model, batch, draws, gamma);
            double data = watch.lap();

            // Corruption → prediction → loss → gradients: of all at once, or in parts, added up.
            LossGradient found =
                    inParts.of(
                            examples,
                            some -> lossGradient(model, recipe.loss(), settings.recompute(), some));
            ranks.sum(found.gradients());
            NDArray norm = Gradients.norm(found.gradients());
            StepReport report =
                    report(state, gamma, LossNumbers.read(found.numbers(), norm, ranks));
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

    /** γ, ε and dropped labels are drawn for the whole batch; a rank takes its rows. */
    private Examples examples(
            Arena arena, FieldModel model, Batch batch, Draws draws, float[] gamma) {
        int from = ranks.rank() * batch.n();
        int to = from + batch.n();
        Shape all = new Shape(settings.batchSize(), batch.c(), batch.h(), batch.w());
        long[] labels = draws.labels(batch.labels(), from, model.labelDropout(), model.classes());
        NDArray x = arena.of(batch.pixels(), batch.n(), batch.c(), batch.h(), batch.w());
        NDArray eps = draws.eps(arena, all); // ~ N(0, I)
        boolean whole = batch.n() == settings.batchSize();
        return new Examples(
                x,
                whole ? eps : eps.get(new NDIndex("{}:{}", from, to)),
                Arrays.copyOfRange(gamma, from, to), // ~ U[0, 1)
                arena.of(labels, batch.n()),
                draws.network(from, to),
                settings.batchSize());
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
        int wanted = settings.batchSize() / ranks.size();
        require(
                batch.n() == wanted,
                "the batch of step %s must contain %s %s images, got %s",
                step,
                ranks.size() == 1 ? "batchSize" : "batchSize / ranks",
                wanted,
                batch.n());
        return batch;
    }

    private StepReport report(TrainState state, float[] gamma, LossNumbers numbers) {
        double factor = recipe.rate().at(state.step(), settings.steps());
        return new StepReport(
                state.step() + 1,
                numbers.mean(),
                numbers.zeroField(),
                GammaBins.of(gamma, numbers.perSample(), numbers.zeroFieldPerSample()),
                numbers.gradientNorm(),
                Gradients.isClipped(numbers.gradientNorm(), settings.clipNorm()),
                recipe.optimizer().learningRate() * factor,
                gamma.length,
                StepTimes.ZERO);
    }

    /** What this step was made for. */
    TrainSettings settings() {
        return settings;
    }

    /** Who makes it together. */
    Ranks ranks() {
        return ranks;
    }

    /** What this step optimises and how. */
    Recipe recipe() {
        return recipe;
    }
}
