package dev.eqm.train.train;

import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.Parameters;
import dev.eqm.train.optim.Moments;

/**
 * What training changes: the parameters, their average, the moments, and how many steps are done.
 *
 * @param model owns the parameters
 * @param average the EMA of the parameters
 * @param moments AdamW's memory
 * @param step steps done
 */
public record TrainState(FieldModel model, Parameters average, Moments moments, long step)
        implements AutoCloseable {
    /** Before the first step: the average is a copy. */
    public static TrainState start(FieldModel model) {
        return new TrainState(
                model, model.parameters().detachedCopy(), Moments.zero(model.parameters()), 0);
    }

    /** The same arrays, one step further. */
    TrainState next() {
        return new TrainState(model, average, moments, step + 1);
    }

    @Override
    public void close() {
        moments.close();
        average.close();
        model.close();
    }
}
