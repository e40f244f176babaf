import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.oracle.OptimalField;
import dev.eqm.core.random.Noise;
import dev.eqm.core.schedule.TruncatedDecay;
import dev.eqm.sample.sampler.Nesterov;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StopRule;

/**
 * Noise descends the exact field of four points in the plane (eq. 9); a program of one file:
 * java --enable-native-access=ALL-UNNAMED --class-path "$EQM" FourPoints.java
 */
public class FourPoints {
    public static void main(String[] args) {
        double[] corners = {-1, -1, -1, 1, 1, -1, 1, 1};
        OptimalField field = new OptimalField(corners, 2, new TruncatedDecay(0.8, 1));
        Sampler sampler = new Sampler(new Nesterov(0.05, 0.3), new StopRule.MaxSteps(200));
        try (GradMode off = GradMode.off();
                Arena arena = Arena.cpu("points");
                Scope scope = Scope.open()) {
            NDArray noise = Noise.normal(arena, new long[] {1, 2, 3}, new Shape(2, 1, 1));
            float[] ends = sampler.run(field, noise).x().toFloatArray();
            for (int i = 0; i < ends.length; i += 2) {
                long x = Math.round(ends[i]);
                System.out.println("sample ends at " + x + " " + Math.round(ends[i + 1]));
            }
        }
    }
}
