package dev.eqm.core.example;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.data.Batch;
import dev.eqm.core.data.Batches;
import dev.eqm.core.data.FashionMnist;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.loss.EqmLoss;
import dev.eqm.core.loss.Loss;
import dev.eqm.core.loss.Prediction;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.path.Corruption;
import dev.eqm.core.random.Noise;
import dev.eqm.core.schedule.TruncatedDecay;

/** What docs/library.md shows of eqm-core; a test compares the two texts and runs this one. */
final class ReadmeExample {
    private ReadmeExample() {}

    /**
     * The loss of a field that answers 0, on sixteen real images half-way between noise and data.
     */
    static double lossOfTheZeroField() {
        // readme
        Loss loss = new EqmLoss(new TruncatedDecay(0.8, 4));
        // or a c(γ) of your own: GradientSchedule.named("square", γ -> 1 - γ * γ)
        Batch batch = new Batches(FashionMnist.embedded(), 16, 0, false).at(0);
        try (GradMode off = GradMode.off();
                Arena arena = Arena.cpu("example");
                Scope scope = Scope.open()) {
            NDArray x = arena.of(batch.pixels(), 16, 1, 28, 28);
            NDArray eps = Noise.normal(arena, new long[] {7}, x.getShape()).squeeze(0);
            Corruption half = Corruption.of(x, eps, arena.full(0.5, 16)); // x_γ = γx + (1−γ)ε
            NDArray answer = x.zerosLike(); // your network's ∇E at half.xGamma()
            return loss.of(new Prediction(answer, answer), half).mean().getFloat();
        }
        // readme
    }
}
