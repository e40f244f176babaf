package dev.eqm.sample.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.check.Identity;
import dev.eqm.core.field.Field;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How one step moves down a field. A rule never changes: what it remembers is its state, an
 * argument and a result.
 *
 * <p>Every array of the state has N rows, and row i of any result depends on row i of the arguments
 * alone: samples do not know each other. Rows of samples that have finished are taken out of states
 * and memory between two steps.
 */
public interface UpdateRule {
    /**
     * What the rule remembers before the first step; nothing, unless it says otherwise.
     *
     * @param x where the run starts, [N, C, H, W]
     * @param seeds one for each sample, int64 [N]: what a rule that draws noise remembers, so that
     *     a sample's noise is its own whoever is beside it
     */
    default NDList init(NDArray x, NDArray seeds) {
        return new NDList();
    }

    /**
     * One update. Temporaries may stay open: the loop's scope frees what is not in the result.
     *
     * @param field has the rows of {@code x}; {@linkplain Field#knowsEnergy knows} its energy if
     *     the rule {@linkplain #needsEnergy needs} it
     * @param x states, [N, C, H, W]; neither they nor {@code state} are changed or closed
     * @param state what {@link #init} or the last step returned; its arrays may be passed on
     * @param tick which update it is, and the factor of the step size
     */
    Step step(Field field, NDArray x, NDList state, Tick tick);

    /** The step size that the rule was made with; not a number for a rule without one. */
    default double eta() {
        return Double.NaN;
    }

    /** True for a rule that asks for energies: it works on explicit models alone. */
    default boolean needsEnergy() {
        return false;
    }

    /**
     * Whether a step asks the field about some of its rows alone, {@link Field#restricted}: then it
     * is not for fields that cannot be restricted.
     */
    default boolean restrictsFields() {
        return false;
    }

    /**
     * How often a step looks at the field, energies included; empty where that depends on the
     * sample. One gradient, unless a rule says otherwise or compares energies.
     */
    default OptionalInt evaluationsPerStep() {
        return needsEnergy() ? OptionalInt.empty() : OptionalInt.of(1);
    }

    /**
     * Whether a sample on the {@linkplain IdealPath ideal path} stays on it: the rule moves along
     * the gradients that it sees, whatever their length, and draws no noise. A rule that rescales
     * coordinates or gradients leaves the path, or walks it at another pace. Rules that know a
     * {@linkplain #stabilityLimit limit} stay; one that stays and knows none has to say so here.
     */
    default boolean staysOnIdealPath() {
        return stabilityLimit(1).isPresent();
    }

    /**
     * The largest η with which a rule that {@linkplain #staysOnIdealPath stays on the path} settles
     * at the datum, from the roots of its recurrence where the gradient is k·x.
     *
     * @param slope k, above 0
     * @return empty where it is not known
     */
    default OptionalDouble stabilityLimit(double slope) {
        return OptionalDouble.empty();
    }

    /**
     * A rule with a name as its identity, for a lambda; otherwise the same. Files of samples hold
     * the name, and a generation that was stopped goes on only with the same one.
     *
     * @param name of letters, digits, {@code . _ -}
     */
    static UpdateRule named(String name, UpdateRule rule) {
        return new NamedRule(Identity.name(name), rule);
    }
}
