package example;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Differentiated;
import dev.eqm.core.field.Energy;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Functions;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.GradientCheck;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import java.util.Map;

/** The two gradients of an energy over the network f(x) = tanh(xW) are checked, in float64. */
public final class OwnEnergy {
    private OwnEnergy() {}

    private static Field energyOver(Energy energy, NDArray w) {
        int d = (int) w.getShape().get(0);
        Field network = x -> x.reshape(-1, d).matMul(w).tanh().reshape(x.getShape());
        return new Differentiated(energy, network);
    }

    /** ∇E(x) as a sampler asks for it, minus (E(x + h) − E(x − h))/2h for each number of x. */
    public static double[] errors(Energy energy, double[] weights, double[] state) {
        int d = state.length;
        double h = 1e-5;
        try (GradMode off = GradMode.off();
                Arena arena = Arena.cpu("energy");
                Scope scope = Scope.open()) {
            Field field = energyOver(energy, arena.of(weights, d, d));
            double[] g = field.gradient(arena.of(state, 1, d, 1, 1)).toDoubleArray();
            double[] around = new double[2 * d * d]; // x + h in each direction, then x − h
            for (int i = 0; i < around.length; i++) {
                int row = i / d;
                around[i] = state[i % d] + (row % d == i % d ? (row < d ? h : -h) : 0);
            }
            double[] e = field.energy(arena.of(around, 2L * d, d, 1, 1)).toDoubleArray();
            for (int i = 0; i < d; i++) {
                g[i] -= (e[i] - e[d + i]) / (2 * h);
            }
            return g;
        }
    }

    /** Whether training may trust it: the gradient of a loss of ∇E by W goes through E twice. */
    public static GradientCheck check(Energy energy, double[] weights, double[] state) {
        int d = state.length;
        try (Arena arena = Arena.cpu("check")) {
            NDArray w = arena.of(weights, d, d);
            w.setRequiresGradient(true);
            NDArray x = arena.of(state, 1, d, 1, 1);
            Field field = energyOver(energy, w);
            return GradientCheck.of(
                    Map.of("W", w), () -> Functions.meanSquare(field.gradient(x), x));
        }
    }
}
