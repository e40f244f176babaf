package example;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Energy;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.memory.Scope;

/** An energy of your own: E(x) = ⟨x, f(x)⟩ + k/2·‖x‖², which keeps states from drifting away. */
public record TetheredDot(double k) implements Energy {
    @Override
    public NDArray of(NDArray x, NDArray f) {
        try (Scope scope = Scope.open()) {
            NDArray pull = Arithmetic.mul(Arithmetic.square(x), k / 2); // never x.pow(2).mul(k / 2)
            NDArray each = x.mul(f).add(pull).reshape(x.getShape().get(0), -1);
            return scope.keep(each.sum(new int[] {1}));
        }
    }
}
