package dev.eqm.sample.landscape;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Field;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.sample.output.FrameSteps;
import dev.eqm.sample.sampler.SampleListener;
import dev.eqm.sample.sampler.SampleResult;
import dev.eqm.sample.sampler.Sampler;
import java.util.LinkedHashMap;
import java.util.Map;

/** States of a descent at chosen steps: where samplers really walk. */
public final class DescentPath {
    private DescentPath() {}

    /**
     * Descends, and keeps states.
     *
     * @param arena where they live
     * @param sampler all samples must make all its steps
     * @param start [N, C, H, W]
     * @param seeds of the samples' own noise
     * @return number of updates -> states after them, [N, C, H, W], ascending
     * @throws IllegalArgumentException if the descent does not stay finite: there is no path then
     */
    public static Map<Integer, NDArray> of(
            Arena arena,
            Sampler sampler,
            Field field,
            NDArray start,
            long[] seeds,
            FrameSteps steps) {
        Map<Integer, NDArray> path = new LinkedHashMap<>();
        if (steps.contains(0)) {
            path.put(0, arena.hold(start.duplicate()));
        }
        SampleListener keep =
                (number, step, norms) -> {
                    if (steps.contains(number)) {
                        path.put(number, arena.hold(step.x().duplicate()));
                    }
                };
        try (Scope scope = Scope.open()) {
            SampleResult result = sampler.run(field, start, seeds, keep);
            require(result.finished(), "the descent has no path: %s", result.reason().describe());
        }
        require(
                path.size() == steps.size(),
                "the descent ended before step %s",
                steps.steps().get(steps.size() - 1));
        return path;
    }
}
