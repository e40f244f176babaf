package dev.eqm.sample.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.Field;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A rule whose identity is a name; what it does and asks for is another's. */
record NamedRule(String name, UpdateRule rule) implements UpdateRule {
    @Override
    public NDList init(NDArray x, NDArray seeds) {
        return rule.init(x, seeds);
    }

    @Override
    public Step step(Field field, NDArray x, NDList state, Tick tick) {
        return rule.step(field, x, state, tick);
    }

    @Override
    public double eta() {
        return rule.eta();
    }

    @Override
    public boolean needsEnergy() {
        return rule.needsEnergy();
    }

    @Override
    public OptionalInt evaluationsPerStep() {
        return rule.evaluationsPerStep();
    }

    @Override
    public boolean staysOnIdealPath() {
        return rule.staysOnIdealPath();
    }

    @Override
    public OptionalDouble stabilityLimit(double slope) {
        return rule.stabilityLimit(slope);
    }

    @Override
    public String toString() {
        return name;
    }
}
