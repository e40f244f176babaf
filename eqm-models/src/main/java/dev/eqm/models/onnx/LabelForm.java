package dev.eqm.models.onnx;

import static dev.eqm.core.check.Check.require;

/** How labels enter an exported graph. */
public sealed interface LabelForm {
    /** {@link Table} or {@link Layers}, whichever has fewer numbers. */
    LabelForm AUTO = new Auto();

    /** The choice is left to the export. */
    record Auto() implements LabelForm {}

    /**
     * All that labels decide is computed at export, a row for each label: fast, and a matter of
     * size where there are many labels.
     */
    record Table() implements LabelForm {}

    /** The layers that compute it are in the graph, as in the network. */
    record Layers() implements LabelForm {}

    /**
     * One label for all rows. It is not an input of the graph any more: its scales, shifts and
     * gates are multiplied into norms and matrices.
     *
     * @param label a class, or the null label
     */
    record One(int label) implements LabelForm {
        public One {
            require(label >= 0, "label must not be negative, got %s", label);
        }
    }
}
