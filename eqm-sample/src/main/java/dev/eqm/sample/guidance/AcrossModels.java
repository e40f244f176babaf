package dev.eqm.sample.guidance;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Field;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.FieldModel;
import java.util.List;

/**
 * The field of a network plus that of another: ∇E₁ + w∇E₂, one evaluation of each.
 *
 * @param own what is made of the network that is sampled
 * @param other who opened it closes it
 * @param others what is made of the other network
 * @param weight w, negative too
 */
public record AcrossModels(Conditioner own, FieldModel other, Conditioner others, double weight)
        implements Conditioner {
    public AcrossModels {
        requireGiven("own", own, "other", other, "others", others);
        require(Double.isFinite(weight), "a weight must be finite, got %s", weight);
    }

    @Override
    public void requireFits(FieldModel model) {
        require(
                model.sampleShape().equals(other.sampleShape()),
                "the fields of two models can be added only if their states "
                        + "have the same shape, but one has %s and the other %s",
                model.sampleShape(),
                other.sampleShape());
        require(
                model.timeConditional() == other.timeConditional(),
                "one model takes time as an input and the other does not, so their fields cannot be added");
        own.requireFits(model);
        others.requireFits(other);
    }

    @Override
    public Field condition(FieldModel model, int first, long[] labels) {
        requireFits(model);
        Field one = own.condition(model, first, labels);
        try {
            Field two = others.condition(other, first, labels);
            return new WeightedSum(List.of(one, two), List.of(1.0, weight));
        } catch (RuntimeException e) {
            one.close();
            throw e;
        }
    }

    @Override
    public VelocityField velocity(FieldModel model, int first, long[] labels) {
        requireFits(model);
        VelocityField one = own.velocity(model, first, labels);
        try {
            return new Sum(one, others.velocity(other, first, labels), weight);
        } catch (RuntimeException e) {
            one.close();
            throw e;
        }
    }

    private record Sum(VelocityField one, VelocityField two, double weight)
            implements VelocityField {
        @Override
        public NDArray velocity(NDArray x, double[] times) {
            try (Scope scope = Scope.open()) {
                NDArray v = one.velocity(x, times);
                return scope.keep(Arithmetic.axpy(v, weight, two.velocity(x, times)));
            }
        }

        @Override
        public int evaluationsOf(int row) {
            return one.evaluationsOf(row) + two.evaluationsOf(row);
        }

        @Override
        public boolean isRestrictable() {
            return one.isRestrictable() && two.isRestrictable();
        }

        @Override
        public VelocityField restricted(int[] rows) {
            return new Sum(one.restricted(rows), two.restricted(rows), weight);
        }

        @Override
        public void close() {
            one.close();
            two.close();
        }
    }
}
