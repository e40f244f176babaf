package example;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.loss.EqmLoss;
import dev.eqm.core.loss.Loss;
import dev.eqm.core.loss.Prediction;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.path.Corruption;
import dev.eqm.core.schedule.GradientSchedule;

/** A schedule of your own: c(γ) = 1 − γ³ is flat near the noise and falls to 0 at the data. */
public final class OwnSchedule {
    static final GradientSchedule CUBIC =
            GradientSchedule.named("cubic", gamma -> 1 - gamma * gamma * gamma);

    private OwnSchedule() {}

    /** What a network that answers 0 loses: (ε − x)²·c(γ)², the mean over all entries. */
    public static double lossOfZero(float[] data, float[] noise, float gamma) {
        Loss loss = new EqmLoss(CUBIC);
        try (GradMode off = GradMode.off();
                Arena arena = Arena.cpu("schedule");
                Scope scope = Scope.open()) {
            NDArray x = arena.of(data, 1, 1, 1, data.length);
            NDArray eps = arena.of(noise, 1, 1, 1, noise.length);
            Corruption batch = Corruption.of(x, eps, new float[] {gamma});
            NDArray answer = batch.xGamma().zerosLike();
            return loss.of(new Prediction(answer, answer), batch).mean().getFloat();
        }
    }
}
