package dev.eqm.run.training;

import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.train.log.JsonLines;
import dev.eqm.train.log.TensorBoard;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where the numbers of a run are written; its parts are listeners of the training.
 *
 * @param lines {@code metrics.jsonl}
 * @param boards event files: one or none
 */
record RunLogs(JsonLines lines, List<TensorBoard> boards) {
    /** As configured. */
    static RunLogs of(RunFolder folder, RunConfig config) {
        long every = config.train().logEvery();
        long last = config.train().steps();
        return new RunLogs(
                new JsonLines(folder.metrics(), every, last),
                config.tensorboard()
                        ? List.of(new TensorBoard(folder.path(), every, last))
                        : List.of());
    }

    /** Scores of a step, by name. */
    void scores(long step, Map<String, Double> scores) {
        lines.scores(step, scores);
        boards.forEach(board -> board.scores(step, scores));
    }

    /** The preview of a step. */
    void preview(long step, Path png) {
        boards.forEach(board -> board.picture("samples", step, png));
    }
}
