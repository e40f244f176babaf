package dev.eqm.sample.evaluation.ood;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Answers;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.memory.Scope;

/** ‖∇E(x)‖₂ over all entries of a state: the field vanishes on data. */
public record GradientNorm() implements OodScore {
    @Override
    public String name() {
        return "gradient-norm";
    }

    @Override
    public double[] of(Field field, NDArray x) {
        try (Scope scope = Scope.open()) {
            return Arithmetic.numbers(
                    Arithmetic.sampleNorms(Answers.gradient(field.gradient(x), x)));
        }
    }
}
