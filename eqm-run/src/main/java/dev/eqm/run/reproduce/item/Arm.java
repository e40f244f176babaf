package dev.eqm.run.reproduce.item;

import static dev.eqm.core.check.Check.require;

import java.util.List;

/**
 * One side of a comparison: a way of training and a way of sampling.
 *
 * <p>Settings are written as {@code --set} takes them. {@code {name}} stands for the value of the
 * item's axis or search of that name, {@code {name/2}} for a whole part of it. Two settings are the
 * arm's own: {@code warmStart=arm NAME} in {@code training} begins with the weights of another arm
 * of the item, and {@code field=raw-output} in {@code sampling} follows the raw output of an
 * explicit energy.
 *
 * @param name as comparisons and tables call it
 * @param from the name of a role of the scale, such as {@code eqm} or {@code flow}
 * @param training laid over the role's configuration
 * @param sampling laid over the role's sampling; keys of the section {@code sampling}
 */
public record Arm(String name, String from, List<String> training, List<String> sampling) {
    public Arm {
        require(
                Selector.isName(name),
                "name must not be empty and must not contain ' at ', ' of ', '<', '>' or '=', got '%s'",
                name);
        require(!from.isBlank(), "from must name a role of the scale, got nothing");
        training = List.copyOf(training);
        sampling = List.copyOf(sampling);
    }

    /** Whether one of its settings holds a placeholder. */
    public boolean uses(String placeholder) {
        return training.stream().anyMatch(s -> Placeholder.isIn(s, placeholder))
                || sampling.stream().anyMatch(s -> Placeholder.isIn(s, placeholder));
    }
}
