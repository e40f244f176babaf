package dev.eqm.run.reproduce.measure;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.oracle.OptimalField;
import dev.eqm.core.random.Noise;
import dev.eqm.core.random.Seeds;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.run.UsageException;
import dev.eqm.run.sampling.OpenRun;
import dev.eqm.sample.output.DivergedException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Points in the plane: the share of samples within 0.1 of a data point. Beside it the share of data
 * points within 0.1 of a sample, the mean distance to data, and the mean ‖∇E‖ at data.
 *
 * <p>With an oracle a second place says what the best field without time does there: the exact
 * minimiser of the loss on some of the data points, descended by the arm's own sampler. What the
 * oracle cannot do, no training can.
 *
 * @param points data points that are looked at
 * @param oracle data points of the oracle; 0 for none
 */
public record PlaneMeasure(int points, int oracle) implements Measure {
    /** The share of data points near a sample. */
    public static final String COVERED = "share of data covered";

    /** The mean gradient norm at data. */
    public static final String AT_DATA = "data gradient";

    private static final double NEAR = 0.1;

    /** Exact fields take milliseconds for a state. */
    private static final int ORACLE_SAMPLES = 20;

    public PlaneMeasure {
        require(points >= 1, "points must be at least 1, got %s", points);
        require(oracle >= 0 && oracle <= points, "oracle must lie in [0, points], got %s", oracle);
    }

    @Override
    public String title() {
        return "share of samples near data";
    }

    @Override
    public String places() {
        return "field";
    }

    @Override
    public Readings of(Trial trial) {
        ImageSource source = trial.images().learned();
        if (source.shape().elementCount() != 2) {
            throw new UsageException(
                    "this measure is of points in the plane, but the data are "
                            + source.describe());
        }
        float[] data = data(source, points);
        Map<String, Reading> all = new LinkedHashMap<>();
        try (OpenRun open = trial.open()) {
            all.put("learned", learned(open, trial, data));
            if (oracle > 0 && !open.network().timeConditional()) {
                OptimalField best =
                        OptimalField.of(source, oracle, trial.found().config().loss().schedule());
                all.put("oracle", oracle(best, open, trial, data));
            }
        }
        return new Readings(all);
    }

    private static float[] data(ImageSource source, int count) {
        float[] data = new float[2 * Math.min(count, source.size())];
        for (int i = 0; i < data.length / 2; i++) {
            source.read(i, data, 2 * i);
        }
        return data;
    }

    private Reading learned(OpenRun open, Trial trial, float[] data) {
        try {
            float[] samples = open.states(open.generation(trial.samples(open)));
            int n = data.length / 2;
            try (FieldModel.Conditioned field = open.network().condition(new long[n], 1)) {
                return reading(samples, data).with(AT_DATA, norm(field, open, data));
            }
        } catch (DivergedException e) {
            return Reading.diverged();
        }
    }

    private static Reading oracle(Field best, OpenRun open, Trial trial, float[] data) {
        int n = Math.min(trial.count(), ORACLE_SAMPLES);
        long[] seeds = LongStream.range(0, n).map(i -> Seeds.derive(trial.noise(), i)).toArray();
        try (GradMode off = GradMode.off();
                Arena arena = Arena.open(open.model().device(), "oracle");
                Scope scope = Scope.open()) {
            NDArray noise = Noise.normal(arena, seeds, open.network().sampleShape());
            NDArray end = trial.sampling().sampler().run(best, noise).x();
            return reading(end.toFloatArray(), data); // its gradient at its data is 0
        }
    }

    private static Reading reading(float[] samples, float[] data) {
        double[] toData = PointDistances.nearest(samples, data);
        double[] toSamples = PointDistances.nearest(data, samples);
        double[] near = Arrays.stream(toData).map(d -> d <= NEAR ? 1 : 0).toArray();
        return Groups.share(near)
                .withShare(COVERED, PointDistances.share(toSamples, NEAR), toSamples.length)
                .with("mean distance", Arrays.stream(toData).average().orElse(Double.NaN));
    }

    private static double norm(Field field, OpenRun open, float[] points) {
        try (GradMode off = GradMode.off();
                Arena arena = Arena.open(open.model().device(), "points");
                Scope scope = Scope.open()) {
            NDArray x = arena.of(points, points.length / 2, 2, 1, 1);
            float[] g = field.gradient(x).toFloatArray();
            double sum = 0;
            for (int i = 0; i < g.length; i += 2) {
                sum += Math.hypot(g[i], g[i + 1]);
            }
            return 2 * sum / g.length;
        }
    }
}
