package dev.eqm.cli.option;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.models.onnx.LabelForm;
import dev.eqm.run.Pipeline;
import dev.eqm.sample.generate.Classes;
import picocli.CommandLine.Option;

/**
 * {@code --label} and {@code --conditioning} of an exported graph: how labels enter it.
 *
 * <p>One label leaves nothing to choose, so the two exclude each other.
 */
public final class GraphLabels {
    /** What {@code --conditioning} takes. */
    private enum Conditioning {
        AUTO,
        TABLE,
        LAYERS
    }

    @Option(
            names = "--label",
            paramLabel = "LABEL",
            description =
                    "For an .onnx file: writes a graph for this class only, which has no label input. Give a number,"
                            + " a name, or null for the unconditional field.")
    private String label;

    @Option(
            names = "--conditioning",
            paramLabel = "FORM",
            description =
                    "For an .onnx file: table (everything that depends on the label is computed now, one row for"
                            + " each label), layers (the graph computes it), or auto, the smaller of the two; default"
                            + " auto.")
    private Conditioning conditioning;

    /** Whether one of them was given. */
    public boolean isGiven() {
        return label != null || conditioning != null;
    }

    /** What was asked for, of a model with these classes. */
    public LabelForm form(Classes classes) {
        Usage.require(
                label == null || conditioning == null,
                "--conditioning has no effect with --label: a graph for one label has nothing left to compute from"
                        + " it; remove one of the two");
        if (label != null) {
            return new LabelForm.One(number(classes));
        }
        return switch (conditioning == null ? Conditioning.AUTO : conditioning) {
            case AUTO -> LabelForm.AUTO;
            case TABLE -> new LabelForm.Table();
            case LAYERS -> new LabelForm.Layers();
        };
    }

    private int number(Classes classes) {
        if (label.equals(Pipeline.NULL)) {
            return classes.count();
        }
        try {
            return Math.toIntExact(classes.label(label));
        } catch (BrokenRuleException e) {
            throw new BrokenRuleException("--label " + label + ": " + e.getMessage(), e);
        }
    }
}
