package dev.eqm.cli.bench;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.LanedModel;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.sampler.Effort;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StopRule;
import dev.eqm.sample.sampler.UpdateRule;
import java.util.List;

/**
 * Adaptive compute (Section 3.3): samples that leave the batch at ‖∇E‖ &lt; g_min beside the same
 * samples that all walk to the maximum. Told is how much of the saved evaluations became saved
 * time: (1 − t/t₀) / (1 − n/n₀).
 *
 * <p>1 means that an evaluation saved is its time saved. Below 1 is what small batches cost: the
 * last rows to converge use the device less well than the whole batch did.
 */
final class AdaptiveBenchmark implements Benchmark {
    @Override
    public double bytes(Workload w) {
        return w.samplingBytes();
    }

    /** There must be weights that converge and a norm at which they have. */
    @Override
    public String obstacle(Workload w) {
        if (!w.isTrained()) {
            return "untrained weights never converge; choose a trained run (--run)";
        }
        if (w.config().sampling().gMin() == 0) {
            return "the configuration has no stop rule; set one (--set sampling.gMin=8)";
        }
        return "";
    }

    @Override
    public List<Comparison> run(Workload w) {
        int steps = w.config().sampling().steps();
        double gMin = w.config().sampling().gMin();
        Guidance guidance = w.config().sampling().guidance();
        UpdateRule rule = w.config().sampling().rule();
        Sampler whole = new Sampler(rule, new StopRule.MaxSteps(steps));
        Sampler adaptive = new Sampler(rule, StopRule.of(steps, gMin));
        try (FieldModel network = new LanedModel(w.trained(), w.lanes());
                Arena arena = Arena.open(w.device(), "samples");
                FieldModel.Conditioned field = guidance.condition(network, w.labels())) {
            NDArray start = w.images(arena);
            Effort all = walk(w, whole, field, start);
            Effort some = walk(w, adaptive, field, start);
            Paired paired =
                    new Paired()
                            .add("all samples to the maximum", () -> walk(w, whole, field, start))
                            .add("finished samples leave", () -> walk(w, adaptive, field, start));
            List<Comparison.Variant> variants = w.measureSlow(paired);
            double share = (double) some.rows() / all.rows(); // n/n₀
            double saved = (1 - variants.get(1).ratio().median()) / (1 - share);
            String title =
                    Report.text(
                            "%s, g_min %s, at most %d steps, guidance %s: %.3f of the evaluations needed, %d of %d "
                                    + "samples reached the maximum; %.3f of the saved evaluations became saved time",
                            rule,
                            gMin,
                            steps,
                            guidance.scale(),
                            share,
                            some.atMaximum(),
                            w.batch(),
                            saved);
            return List.of(
                    w.comparison("adaptive", title, w.batch(), variants, w.batch(), "samples/s"));
        }
    }

    /**
     * Samples a batch to its end.
     *
     * @return how many rows were evaluated, and how many samples never left
     */
    private static Effort walk(
            Workload w, Sampler sampler, FieldModel.Conditioned field, NDArray start) {
        try (Scope scope = Scope.open()) {
            var result = sampler.run(field, start);
            w.await(result.x());
            return result.effort();
        }
    }
}
