package dev.eqm.cli.bench.gpu;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.Parameters;
import dev.eqm.sample.landscape.LandscapePoint;
import dev.eqm.sample.landscape.LandscapeSurvey;
import dev.eqm.sample.landscape.PowerIteration;
import dev.eqm.sample.landscape.Projections;
import java.util.List;

/** Jacobians of a small network: how far it is from a gradient, and how much it stretches. */
final class LandscapeCheck {
    private static final long[] SEEDS = {0, 1, 2, 3};

    private LandscapeCheck() {}

    static DeviceCheck check() {
        return DeviceCheck.single(
                "the Jacobian of a network of points",
                List.of("models/mlp/mlp.py", "sample/landscape/landscape.py"),
                LandscapeCheck::numbers);
    }

    private static double[] numbers(DeviceMode mode) {
        ModelArchitecture wanted =
                NetworkChecks.config(NetworkChecks.POINTS).model().architecture();
        try (Parameters weights = NetworkChecks.noise(mode.device(), wanted.specs());
                FieldModel network = wanted.twiceDifferentiable(mode.precision(), weights);
                FieldModel.Conditioned field = network.condition(new long[SEEDS.length]);
                Arena arena = Arena.open(mode.device(), "landscape");
                Scope scope = Scope.open()) {
            NDArray x = mode.normal(arena, 2, SEEDS.length, 2, 1, 1);
            LandscapePoint point =
                    new LandscapeSurvey(new Projections(2), new PowerIteration(5, 0), 4)
                            .at(field, x, SEEDS);
            return new double[] {
                point.norm().value(), point.asymmetry().ratio().value(), point.lipschitz()
            };
        }
    }
}
