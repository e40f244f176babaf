package dev.eqm.sample.guidance;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Answers;
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
        requireGiven("parts", parts, "weights", weights);
        parts = List.copyOf(parts);
        weights = List.copyOf(weights);
        require(!parts.isEmpty(), "a sum needs at least one field, got %s", parts);
        require(
                parts.size() == weights.size() && weights.stream().allMatch(Double::isFinite),
                "one finite weight is needed for each of " + parts.size() + " fields, got %s",
                weights);
    }

    /** −∇E(x): where {@code field} is low, this one is high. */
    public static WeightedSum negated(Field field) {
        requireGiven("field", field);
        return new WeightedSum(List.of(field), List.of(-1.0));
    }

    @Override
    public NDArray gradient(NDArray x) {
        return mixed(part -> Answers.gradient(part.gradient(x), x));
    }

    @Override
    public boolean knowsEnergy() {
        return parts.stream().allMatch(Field::knowsEnergy);
    }

    /** Σ wᵢ Eᵢ(x). */
    @Override
    public NDArray energy(NDArray x) {
        return mixed(part -> Answers.energy(part.energy(x), x));
    }

    private NDArray mixed(Function<Field, NDArray> answer) {
        try (Scope scope = Scope.open()) {
            NDArray first = answer.apply(parts.get(0));
            NDArray sum = Arithmetic.axpy(first.zerosLike(), weights.get(0), first);
            for (int i = 1; i < parts.size(); i++) {
                NDArray f = answer.apply(parts.get(i));
                sum = Arithmetic.axpy(sum, weights.get(i), f);
            }
            return scope.keep(sum);
        }
    }

    @Override
    public int evaluationsOf(int row) {
        return parts.stream().mapToInt(part -> part.evaluationsOf(row)).sum();
    }

    @Override
    public boolean isRestrictable() {
        return parts.stream().allMatch(Field::isRestrictable);
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
}
