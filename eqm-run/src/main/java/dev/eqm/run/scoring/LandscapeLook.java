package dev.eqm.run.scoring;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.check.Setting;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.device.Precision;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Noise;
import dev.eqm.core.random.Seeds;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.landscape.DescentPath;
import dev.eqm.sample.landscape.EnergyFalls;
import dev.eqm.sample.landscape.LandscapePoint;
import dev.eqm.sample.landscape.LandscapeSurvey;
import dev.eqm.sample.landscape.PowerIteration;
import dev.eqm.sample.landscape.Projections;
import dev.eqm.sample.output.FrameSteps;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StopRule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * A look at a trained model's landscape at data, at noise and along its own descent, always in
 * float32. {@link #at} opens the model twice differentiable: probes need products with the Jacobian
 * of its field.
 *
 * @param found the model and its run, whose images and sampler are used
 * @param request what is looked at
 * @param listener hears which place is looked at now
 */
public record LandscapeLook(FoundModel found, LandscapeRequest request, RunListener listener) {
    private static final int BATCH = 32;

    /**
     * Looks.
     *
     * @throws UsageException if the model sees time, or its run's images are not such states
     */
    public static LandscapeReport at(
            FoundModel found, Device where, LandscapeRequest request, RunListener listener) {
        if (found.architecture().timeConditional()) {
            throw new UsageException(
                    found.file()
                            + " takes time as an input, so its field changes with t and "
                            + "has no landscape; inspect a model without time input");
        }
        Precision exact = Precision.FLOAT32;
        try (FieldModel stored =
                        ModelFile.readAs(found.file(), found.architecture(), exact, where);
                FieldModel model =
                        stored.architecture().twiceDifferentiable(exact, stored.parameters())) {
            return new LandscapeLook(found, request, listener).measure(model);
        }
    }

    private LandscapeReport measure(FieldModel model) {
        int count = request.count();
        int batch = Math.min(BATCH, found.config().sampling().batchSize());
        LandscapeSurvey survey =
                new LandscapeSurvey(
                        new Projections(request.probes()), PowerIteration.DEFAULT, batch);
        ImageSource source = found.config().data().source().open();
        requireFits(source, model);
        found.warnOfOtherData(source, listener);
        long[] labels = new long[count];
        float[] pixels = new float[count * source.shape().elementCount()];
        for (int i = 0; i < count; i++) {
            labels[i] = source.label(i);
            source.read(i, pixels, i * source.shape().elementCount());
        }
        long[] seeds =
                LongStream.range(0, count).map(i -> Seeds.derive(request.seed(), i)).toArray();
        Map<String, LandscapePoint> points = new LinkedHashMap<>();
        try (GradMode off = GradMode.off();
                Arena arena = Arena.open(model.parameters().device(), "landscape");
                Field field = new Guidance(request.cfg(), 0).condition(model, labels);
                Scope scope = Scope.open()) {
            long[] shape = model.sampleShape().getShape();
            NDArray data = arena.of(pixels, count, shape[0], shape[1], shape[2]);
            listener.progressed(Double.NaN, "examining data");
            points.put("data", survey.at(field, data, seeds));
            NDArray noise = Noise.normal(arena, seeds, model.sampleShape());
            for (Map.Entry<Integer, NDArray> state : path(field, noise, seeds, arena).entrySet()) {
                int step = state.getKey();
                listener.progressed(Double.NaN, "examining step " + step);
                points.put(
                        step == 0 ? "noise" : "step " + step,
                        survey.at(field, state.getValue(), seeds));
            }
            return new LandscapeReport(
                    found.file(),
                    model.architecture().hyperparameters().kind(),
                    source.describe(),
                    request,
                    points,
                    falls(field, noise, LandscapeReport.safe(points).best()));
        }
    }

    /**
     * Descents of an explicit energy, by η·L.
     *
     * @param inverse 1/L
     */
    private Map<Double, EnergyFalls> falls(Field field, NDArray noise, double inverse) {
        Map<Double, EnergyFalls> falls = new LinkedHashMap<>();
        if (field.knowsEnergy()) {
            int steps = found.config().sampling().steps();
            for (double f : request.falls()) {
                listener.progressed(Double.NaN, "descending with eta = " + f + "/L");
                falls.put(f, EnergyFalls.of(field, noise, f * inverse, steps));
            }
        }
        return falls;
    }

    private Map<Integer, NDArray> path(Field field, NDArray noise, long[] seeds, Arena arena) {
        Sampling how = found.config().sampling();
        StopRule end = new StopRule.MaxSteps(how.steps());
        Sampler whole = new Sampler(how.rule(), how.schedule(), end);
        FrameSteps shown = FrameSteps.evenly(request.path(), how.steps());
        return DescentPath.of(arena, whole, field, noise, seeds, shown);
    }

    private void requireFits(ImageSource source, FieldModel model) {
        ImageShape s = source.shape();
        long[] wanted = model.sampleShape().getShape();
        if (s.channels() != wanted[0] || s.height() != wanted[1] || s.width() != wanted[2]) {
            throw new UsageException(
                    "the data of the configuration are %s (%s), but the model's states are %s"
                            .formatted(s, source.describe(), model.sampleShape()));
        }
        if (request.count() > source.size()) {
            throw new UsageException(
                    "%s: there are only %d images, %s"
                            .formatted(
                                    Setting.of("count", request.count()),
                                    source.size(),
                                    source.describe()));
        }
    }
}
