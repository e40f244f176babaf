package dev.eqm.cli.bench;

import dev.eqm.core.field.DotProduct;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.train.step.TrainState;
import java.util.List;

/**
 * A training step of an explicit energy (the dot product, EqM-E) beside that of the same network as
 * an implicit one. The explicit step differentiates twice, once for ∇E by x and once for the loss
 * by the weights: a ratio near 2 (BENCHMARKS.md, "EqM-E beside EqM").
 */
final class EnergyBenchmark implements Benchmark {
    /** Two sets of everything: both networks train side by side. */
    @Override
    public double bytes(Workload w) {
        // two sets of weights, averages, moments and gradients; a gradient's graph keeps about
        // three times what a pass keeps
        return 40 * w.parameters() + 4 * w.networkBytes();
    }

    @Override
    public String obstacle(Workload w) {
        if (w.architecture() instanceof EnergyArchitecture) {
            return "the configuration already has an explicit energy; remove model.energy";
        }
        return w.architecture().timeConditional()
                ? "explicit energies need a network without time input (model.timeConditional: false)"
                : "";
    }

    @Override
    public List<Comparison> run(Workload w) {
        EnergyArchitecture energy = new EnergyArchitecture(w.architecture(), new DotProduct());
        try (TrainState implicit = w.start();
                TrainState explicit =
                        TrainState.start(
                                energy.fresh(w.precision(), w.device(), w.config().train().seed()),
                                w.config().recipe())) {
            Paired paired =
                    new Paired()
                            .add("EqM step", new TrainSteps(w.step(), implicit))
                            .add("EqM-E step", new TrainSteps(w.step(), explicit));
            return List.of(w.comparison("energy", "one step", paired, w.batch(), "images/s"));
        }
    }
}
