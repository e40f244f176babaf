package dev.eqm.train.checkpoint;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.core.check.Identity;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.train.optim.Optimizer;
import dev.eqm.train.step.Recipe;
import dev.eqm.train.step.TrainSettings;

/**
 * What must stay the same for a run to be resumed exactly.
 *
 * @param architecture of the network
 * @param seed of everything random
 * @param batchSize images a step, which with the step gives the place in the data
 * @param loss the objective, schedule included, as text that another process would write too
 * @param optimizer whose memory a checkpoint holds; its kind must stay, its numbers are not
 *     compared
 * @param ranks processes that share a batch: their number decides in which order gradients are
 *     added, and so the last digits
 */
public record RunIdentity(
        ModelArchitecture architecture,
        long seed,
        int batchSize,
        String loss,
        Optimizer optimizer,
        int ranks) {
    private static final String NAMED =
            "Loss.named(\"mine\", loss), GradientSchedule.named(\"cubic\", c)";

    /**
     * Refuses what no resume could know again.
     *
     * @throws dev.eqm.core.check.BrokenRuleException for a loss without an {@link Identity}, such
     *     as one with a lambda
     */
    public RunIdentity {
        requireGiven("architecture", architecture, "loss", loss, "optimizer", optimizer);
        Identity.require("loss", loss, NAMED);
        require(ranks >= 1, "ranks must be at least 1, got %s", ranks);
    }

    /** Of a run that one process trains. */
    public RunIdentity(
            ModelArchitecture architecture,
            long seed,
            int batchSize,
            String loss,
            Optimizer optimizer) {
        this(architecture, seed, batchSize, loss, optimizer, 1);
    }

    /** The same for a run that so many processes train together. */
    public RunIdentity over(int processes) {
        return new RunIdentity(architecture, seed, batchSize, loss, optimizer, processes);
    }

    /** That of a run with these settings. */
    public static RunIdentity of(
            ModelArchitecture architecture, TrainSettings settings, Recipe recipe) {
        requireGiven("architecture", architecture, "settings", settings, "recipe", recipe);
        return new RunIdentity(
                architecture,
                settings.seed(),
                settings.batchSize(),
                recipe.loss().toString(),
                recipe.optimizer());
    }
}
