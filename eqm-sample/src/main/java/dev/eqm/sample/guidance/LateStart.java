package dev.eqm.sample.guidance;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Field;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.FieldModel;
import java.util.Arrays;

/**
 * The way from t = γ₀ to 1 as one over [0, 1]: u(x, s) = (1 − γ₀)·v(x, γ₀ + s(1 − γ₀)). What
 * integrates from noise so integrates from images under noise; not for integrators that draw noise,
 * which ask more of a path than its velocity. Fields without time stay as they are.
 *
 * @param gamma γ₀ of all samples
 */
public record LateStart(Conditioner conditioner, double gamma) implements Conditioner {
    public LateStart {
        requireGiven("conditioner", conditioner);
        require(gamma >= 0 && gamma <= 1, "gamma must lie in [0, 1], got %s", gamma);
    }

    @Override
    public void requireFits(FieldModel model) {
        conditioner.requireFits(model);
    }

    @Override
    public Field condition(FieldModel model, int first, long[] labels) {
        return conditioner.condition(model, first, labels);
    }

    @Override
    public VelocityField velocity(FieldModel model, int first, long[] labels) {
        return new Late(conditioner.velocity(model, first, labels), gamma);
    }

    private record Late(VelocityField whole, double gamma) implements VelocityField {
        @Override
        public NDArray velocity(NDArray x, double[] times) {
            double[] at = Arrays.stream(times).map(s -> gamma + s * (1 - gamma)).toArray();
            try (Scope scope = Scope.open()) {
                NDArray v = whole.velocity(x, at);
                return scope.keep(Arithmetic.axpy(v.zerosLike(), 1 - gamma, v));
            }
        }

        @Override
        public int evaluationsOf(int row) {
            return whole.evaluationsOf(row);
        }

        @Override
        public boolean isRestrictable() {
            return whole.isRestrictable();
        }

        @Override
        public VelocityField restricted(int[] rows) {
            return new Late(whole.restricted(rows), gamma);
        }

        @Override
        public void close() {
            whole.close();
        }
    }
}
