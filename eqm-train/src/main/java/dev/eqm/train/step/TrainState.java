package dev.eqm.train.step;

import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.Parameters;
import dev.eqm.train.optim.Average;
import dev.eqm.train.optim.OptimizerState;
import java.util.List;

/**
 * What training changes: the parameters, their averages, what the optimiser remembers, and how many
 * steps are done.
 *
 * @param model owns the parameters
 * @param averages the EMAs of the parameters, that of the samplers first
 * @param optimizer its memory
 * @param count steps done
 */
public record TrainState(
        FieldModel model, List<Average> averages, OptimizerState optimizer, StepCount count)
        implements AutoCloseable {
    public TrainState {
        requireGiven("model", model, "averages", averages, "optimizer", optimizer, "count", count);
        averages = List.copyOf(averages);
    }

    /** Before the first step: the recipe's averages, copies, and its optimiser's empty memory. */
    public static TrainState start(FieldModel model, Recipe recipe) {
        requireGiven("model", model, "recipe", recipe);
        return new TrainState(
                model,
                recipe.averages().start(model.parameters()),
                OptimizerState.fresh(recipe.optimizer(), model.parameters()),
                StepCount.of(0));
    }

    /** Steps done. */
    public long step() {
        return count.step();
    }

    /** The average that samplers use. */
    public Parameters average() {
        return averages.get(0).parameters();
    }

    /** The same arrays, one step further. */
    public TrainState next() {
        return new TrainState(model, averages, optimizer, count.next());
    }

    /** The same arrays, one bad step further. */
    TrainState skip() {
        return new TrainState(model, averages, optimizer, count.skip());
    }

    @Override
    public void close() {
        optimizer.close();
        averages.forEach(Average::close);
        model.close();
    }
}
