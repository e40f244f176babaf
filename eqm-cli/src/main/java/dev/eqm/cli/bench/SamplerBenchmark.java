package dev.eqm.cli.bench;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.LanedModel;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StopRule;
import dev.eqm.sample.sampler.UpdateRule;
import java.util.ArrayList;
import java.util.List;

/**
 * Steps of the configured update rule beside as many bare network calls, without guidance and with:
 * what the sampling loop, the update and the mixing cost. Guided, the bare call has 2N rows.
 *
 * <p>Fresh weights do: the number of steps is fixed, and the time of a network call does not depend
 * on what it answers.
 */
final class SamplerBenchmark implements Benchmark {
    private static final int STEPS = 4;
    private static final double SOME_GUIDANCE = 2;

    @Override
    public double bytes(Workload w) {
        return w.samplingBytes();
    }

    /** Update rules walk down a gradient without time; networks that see γ follow a velocity. */
    @Override
    public String obstacle(Workload w) {
        return w.config().model().timeConditional()
                ? "update rules need a network without time input (model.timeConditional: false)"
                : "";
    }

    @Override
    public List<Comparison> run(Workload w) {
        List<Comparison> all = new ArrayList<>();
        Guidance configured = w.config().sampling().guidance();
        try (FieldModel network = new LanedModel(w.samplingNetwork(), w.lanes())) {
            all.add(compare(w, network, Guidance.NONE));
            if (w.config().model().labelDropout() > 0) {
                double scale = configured.scale() == 1 ? SOME_GUIDANCE : configured.scale();
                all.add(compare(w, network, new Guidance(scale, configured.channels())));
            }
        }
        return all;
    }

    /** One guidance. Its baseline calls the network on as many rows as the sampler does. */
    private static Comparison compare(Workload w, FieldModel network, Guidance guidance) {
        boolean guided = guidance.needsNullLabel();
        long[] labels = w.labels();
        long[] rows = guided ? Guidance.withNullLabels(labels, network.classes()) : labels;
        UpdateRule rule = w.config().sampling().rule();
        Sampler sampler = new Sampler(rule, new StopRule.MaxSteps(STEPS));
        try (Arena arena = Arena.open(w.device(), "samples");
                FieldModel.Conditioned field = guidance.condition(network, labels);
                FieldModel.Conditioned bare = network.condition(rows)) {
            NDArray start = w.images(arena);
            NDArray seen = guided ? arena.hold(start.concat(start)) : start;
            Paired paired =
                    new Paired()
                            .add("network only", () -> calls(w, bare, seen))
                            .add("Sampler.run", w.timed(() -> sampler.run(field, start).x()));
            String how = guided ? "guidance " + guidance.scale() : "no guidance";
            String title = STEPS + " steps of " + rule + ", " + how;
            double amount = (double) w.batch() * STEPS;
            return w.comparison("sampler", title, paired, amount, "image steps/s");
        }
    }

    /** The network alone, as often as a sampler of {@link #STEPS} steps calls it. */
    private static void calls(Workload w, Field bare, NDArray x) {
        try (GradMode off = GradMode.off()) {
            for (int i = 0; i < STEPS; i++) {
                w.timed(() -> bare.gradient(x)).run();
            }
        }
    }
}
