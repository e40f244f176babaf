// The same in jshell, where a method keeps scopes and grad mode together:
// jshell -R--enable-native-access=ALL-UNNAMED --class-path "$EQM" four-points.jsh
import ai.djl.ndarray.NDArray
import ai.djl.ndarray.types.Shape
import dev.eqm.core.kernel.GradMode
import dev.eqm.core.memory.Arena
import dev.eqm.core.memory.Scope
import dev.eqm.core.oracle.OptimalField
import dev.eqm.core.random.Noise
import dev.eqm.core.schedule.TruncatedDecay
import dev.eqm.sample.sampler.Nesterov
import dev.eqm.sample.sampler.Sampler
import dev.eqm.sample.sampler.StopRule

var field = new OptimalField(new double[] {-1, -1, -1, 1, 1, -1, 1, 1}, 2, new TruncatedDecay(0.8, 1))
var sampler = new Sampler(new Nesterov(0.05, 0.3), new StopRule.MaxSteps(200))

float[] descend(long... seeds) {
    try (GradMode off = GradMode.off();
            Arena arena = Arena.cpu("points");
            Scope scope = Scope.open()) {
        NDArray noise = Noise.normal(arena, seeds, new Shape(2, 1, 1));
        return sampler.run(field, noise).x().toFloatArray();
    }
}

var ends = descend(1, 2, 3)
for (int i = 0; i < ends.length; i += 2) System.out.println("sample ends at " + Math.round(ends[i]) + " " + Math.round(ends[i + 1]))
/exit
