package dev.eqm.train.step;

import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.Parameters;
import dev.eqm.train.optim.Average;
import dev.eqm.train.optim.Averages;
import dev.eqm.train.optim.Moments;
import java.util.List;

/**
 * What training changes: the parameters, their averages, the moments, and how many steps are done.
 *
 * @param model owns the parameters
 * @param averages the EMAs of the parameters, that of the samplers first
 * @param moments AdamW's memory
 * @param count steps done
 */
public record TrainState(FieldModel model, List<Average> averages, Moments moments, StepCount count)
        implements AutoCloseable {
    public TrainState {
        averages = List.copyOf(averages);
    }

    /** Before the first step, with one average: a copy. */
    public static TrainState start(FieldModel model) {
        return start(model, Averages.DEFAULT);
    }

    /** Before the first step: the averages are copies. */
    public static TrainState start(FieldModel model, Averages averages) {
        return new TrainState(
                model,
                averages.start(model.parameters()),
                Moments.zero(model.parameters()),
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
        return new TrainState(model, averages, moments, count.next());
    }

    /** The same arrays, one bad step further. */
    TrainState skip() {
        return new TrainState(model, averages, moments, count.skip());
    }

    @Override
    public void close() {
        moments.close();
        averages.forEach(Average::close);
        model.close();
    }
}
