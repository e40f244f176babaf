package dev.eqm.run.weights;

import java.nio.file.Path;

/**
 * What was exported.
 *
 * @param out the file that was written
 * @param source the model file or checkpoint folder whose weights they are
 * @param content what the file holds
 */
public record ExportReport(Path out, Path source, Content content) {
    /** What a file of exported weights can hold. */
    public enum Content {
        /** The set of weights that was asked for. */
        CHOSEN_WEIGHTS,
        /** A state_dict, because the checkpoint has one set of weights and nothing else. */
        ONLY_WEIGHTS,
        /** The training script's dictionary without its optimiser: model, ema, args. */
        TRAINING_WITHOUT_OPTIMIZER,
        /** The training script's dictionary: model, ema, opt, args. */
        TRAINING,
        /** The network as an ONNX graph. */
        GRAPH
    }
}
