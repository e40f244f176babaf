package dev.eqm.run.reproduce.measure;

import static dev.eqm.core.check.Check.require;

import ai.djl.Device;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.run.scoring.LandscapeLook;
import dev.eqm.run.scoring.LandscapeReport;
import dev.eqm.run.scoring.LandscapeRequest;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.landscape.LandscapePoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far the field is from being a gradient, ‖J − Jᵀ‖/‖J + Jᵀ‖ of its Jacobian, at learned images,
 * at noise and along the run's own descent. Beside it, how good the arm's samples are, so that one
 * may be held against the other.
 *
 * @param count states of each kind
 * @param path states of a descent, noise and end among them
 */
public record FieldShape(int count, int path) implements Measure {
    /** The Fréchet distance of the arm's samples. */
    public static final String DISTANCE = "Frechet distance";

    private static final int PROBES = 8;

    public FieldShape {
        require(count >= 2, "count must be at least 2, got %s", count);
        require(path >= 2, "path must be at least 2, got %s", path);
    }

    @Override
    public String title() {
        return "distance from a gradient";
    }

    @Override
    public String places() {
        return "states";
    }

    @Override
    public Readings of(Trial trial) {
        Device device = trial.found().config().computeOn(null);
        LandscapeRequest request =
                new LandscapeRequest(count, path, PROBES, 1, List.of(), trial.noise());
        LandscapeReport report = LandscapeLook.at(trial.found(), device, request, trial.listener());
        Reading samples = new FrechetMeasure().of(trial).first();
        Map<String, Reading> all = new LinkedHashMap<>();
        for (Map.Entry<String, LandscapePoint> site : report.points().entrySet()) {
            LandscapePoint point = site.getValue();
            all.put(
                    site.getKey(),
                    Reading.of(point.asymmetry().ratio().value())
                            .with(Reading.NORM, point.norm().value())
                            .with("largest stretch", point.lipschitz())
                            .with(DISTANCE, samples.value()));
        }
        return new Readings(all);
    }

    @Override
    public double evaluations(Sampling sampling, ModelArchitecture network, int samples) {
        return new FrechetMeasure().evaluations(sampling, network, samples)
                + 3.0 * count * (path + 1) * 2 * (PROBES + 30);
    }
}
