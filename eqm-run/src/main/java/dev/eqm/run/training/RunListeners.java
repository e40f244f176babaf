package dev.eqm.run.training;

import dev.eqm.train.step.TrainListener;
import java.util.ArrayList;
import java.util.List;

/** Everything that hears of the steps of a run. */
final class RunListeners {
    private RunListeners() {}

    /**
     * Metrics first, so that they hold a step before anything else can fail at it. What writes and
     * looks at samples is there on rank 0 alone.
     *
     * @param own the caller's
     * @param picture what previews show
     */
    static List<TrainListener> of(RunContext run, List<TrainListener> own, PreviewPicture picture) {
        if (!run.ranks().isFirst()) {
            return own;
        }
        RunLogs logs = RunLogs.of(run.folder(), run.config());
        List<TrainListener> all = new ArrayList<>();
        all.add(logs.lines());
        all.add(new HistoryLog(run));
        all.addAll(own);
        all.addAll(logs.boards());
        long every = run.config().preview().every();
        String obstacle = every > 0 ? picture.obstacle(run.config()) : "";
        if (every > 0 && obstacle.isEmpty()) {
            all.add(new AtIntervals(every, new Previews(run, picture, logs)));
        } else if (every > 0) {
            run.listener().found("no preview images: " + obstacle);
        }
        if (run.config().evaluation().isOn()) {
            long often = run.config().evaluation().every();
            all.add(new AtIntervals(often, Evaluations.open(run, logs)));
        }
        all.add(new LearnedLittle(run));
        return all;
    }
}
