package example;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.oracle.OptimalField;
import dev.eqm.core.random.Noise;
import dev.eqm.core.schedule.TruncatedDecay;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StopRule;
import dev.eqm.sample.sampler.UpdateRule;

/**
 * A rule of your own on the exact field of four points: what a perfectly trained network would
 * answer, so that whatever goes wrong is the rule's.
 */
public final class OwnRule {
    static final double[] CORNERS = {-1, -1, -1, 1, 1, -1, 1, 1};

    private OwnRule() {}

    /** Where the rule ends from as many noises as there are seeds, [N, 2] in rows. */
    public static float[] descend(UpdateRule rule, int steps, long... seeds) {
        OptimalField field = new OptimalField(CORNERS, 2, new TruncatedDecay(0.8, 1));
        Sampler sampler = new Sampler(rule, new StopRule.MaxSteps(steps));
        try (GradMode off = GradMode.off();
                Arena arena = Arena.cpu("rule");
                Scope scope = Scope.open()) {
            NDArray noise = Noise.normal(arena, seeds, new Shape(2, 1, 1));
            return sampler.run(field, noise).x().toFloatArray();
        }
    }
}
