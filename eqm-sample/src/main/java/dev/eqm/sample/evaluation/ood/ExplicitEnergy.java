package dev.eqm.sample.evaluation.ood;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Answers;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.memory.Scope;

/** E(x) itself, for models with an explicit energy (eq. 7), which is low on data. */
public record ExplicitEnergy() implements OodScore {
    @Override
    public String name() {
        return "energy";
    }

    @Override
    public double[] of(Field field, NDArray x) {
        requireFits(field);
        try (Scope scope = Scope.open()) {
            return Arithmetic.numbers(Answers.energy(field.energy(x), x));
        }
    }

    @Override
    public void requireFits(Field field) {
        require(
                field.knowsEnergy(),
                "score energy needs an explicit energy, but for this implicit model only the "
                        + "gradient is known; use line-integral, or a model with an explicit energy");
    }
}
