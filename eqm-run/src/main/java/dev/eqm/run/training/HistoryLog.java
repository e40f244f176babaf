package dev.eqm.run.training;

import dev.eqm.core.device.Backend;
import dev.eqm.run.folder.MachineFacts;
import dev.eqm.run.folder.RunHistory;
import dev.eqm.train.step.TrainListener;
import dev.eqm.train.step.TrainResult;
import dev.eqm.train.step.TrainState;
import java.io.IOException;
import java.util.Map;

/**
 * Writes when and where a run is trained: {@link RunHistory}. That is for people, so a line that
 * cannot be written is told, and training goes on.
 */
record HistoryLog(RunContext run) implements TrainListener {
    private interface Line {
        void write(RunHistory history) throws IOException;
    }

    @Override
    public void started(TrainState state) {
        int lanes = run.lanes().count();
        double pixels = SinglePixels.explained(run.data(), run.config().loss().schedule());
        long ranks = run.ranks().size();
        Map<String, ?> machine =
                MachineFacts.of(run.device(), lanes).withIf(ranks > 1, "ranks", ranks);
        write(h -> h.began(state.step(), machine, Backend.versions(), pixels));
    }

    @Override
    public void ended(TrainResult result) {
        String reason =
                switch (result.reason()) {
                    case COMPLETED -> "completed";
                    case STOPPED -> "stopped";
                    case NOT_FINITE -> "not finite";
                };
        write(h -> h.ended(result.step(), reason));
    }

    private void write(Line line) {
        RunHistory history = RunHistory.of(run.folder());
        try {
            line.write(history);
        } catch (IOException e) {
            run.listener()
                    .warned(
                            "%s: cannot be written (%s); training continues, but reports will not show when and where it ran"
                                    .formatted(history.file(), e));
        }
    }
}
