package dev.eqm.sample.guidance;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.field.EnergyField;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.memory.Scope;
import java.util.List;
import java.util.function.Function;

/**
 * Σ wᵢ ∇Eᵢ(x) of any fields on the same states, one evaluation each: of two networks, say. {@link
 * Composed} is the cheaper sum over conditionings of one network. Closes its parts with itself.
 *
 * @param weights one for each part, negative ones too
 */
public record WeightedSum(List<? extends Field> parts, List<Double> weights) implements Field {
    public WeightedSum {
        parts = List.copyOf(parts);
        weights = List.copyOf(weights);
        require(!parts.isEmpty(), "a sum needs at least one field, got %s", parts);
        require(
                parts.size() == weights.size() && weights.stream().allMatch(Double::isFinite),
                "one finite weight for each of " + parts.size() + " fields, got %s",
                weights);
    }

    /** The sum; an energy Σ wᵢ Eᵢ where all parts are energies. */
    public static Field of(List<? extends Field> parts, List<Double> weights) {
        WeightedSum sum = new WeightedSum(parts, weights);
        return parts.stream().allMatch(EnergyField.class::isInstance) ? new Energy(sum) : sum;
    }

    /** −∇E(x): where {@code field} is low, this one is high. */
    public static Field negated(Field field) {
        return of(List.of(field), List.of(-1.0));
    }

    @Override
    public NDArray gradient(NDArray x) {
        return mixed(part -> part.gradient(x));
    }

    private NDArray mixed(Function<Field, NDArray> answer) {
        try (Scope scope = Scope.open()) {
            NDArray sum = null;
            for (int i = 0; i < parts.size(); i++) {
                NDArray f = answer.apply(parts.get(i));
                if (sum == null) {
                    sum = Arithmetic.axpy(f.zerosLike(), weights.get(i), f);
                } else {
                    requireSame(sum, f);
                    sum = Arithmetic.axpy(sum, weights.get(i), f);
                }
            }
            return scope.keep(sum);
        }
    }

    private static void requireSame(NDArray a, NDArray b) {
        if (!a.getShape().equals(b.getShape())) {
            throw new BrokenRuleException(
                    "fields of one shape can be summed, got %s and %s"
                            .formatted(a.getShape(), b.getShape()));
        }
    }

    @Override
    public WeightedSum restricted(int[] rows) {
        return new WeightedSum(parts.stream().map(f -> f.restricted(rows)).toList(), weights);
    }

    @Override
    public WeightedSum atStep(int number) {
        return new WeightedSum(parts.stream().map(f -> f.atStep(number)).toList(), weights);
    }

    @Override
    public void close() {
        parts.forEach(Field::close);
    }

    private record Energy(WeightedSum sum) implements EnergyField {
        @Override
        public NDArray gradient(NDArray x) {
            return sum.gradient(x);
        }

        @Override
        public NDArray energy(NDArray x) {
            return sum.mixed(part -> ((EnergyField) part).energy(x));
        }

        @Override
        public EnergyField restricted(int[] rows) {
            return new Energy(sum.restricted(rows));
        }

        @Override
        public void close() {
            sum.close();
        }
    }
}
