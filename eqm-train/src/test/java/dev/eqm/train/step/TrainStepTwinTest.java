package dev.eqm.train.step;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.data.Batch;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.train.optim.Average;
import dev.eqm.train.optim.Averages;
import dev.eqm.train.optim.Optimizer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A step beside one written out in plain Java. Shared are the data, what is drawn, the network and
 * libtorch's differentiation; corruption, c(γ), loss, bins, norm, clipping, AdamW and averages are
 * formulas here.
 */
@ExtendWith(LeakCheck.class)
class TrainStepTwinTest {
    private static final int BEFORE = 5; // a fresh network answers 0, whose gradient shows little

    /** What a step says, and the gradient it should have used. */
    private record Twin(
            double loss, double zeroField, double[] bins, double norm, List<float[]> gradients) {}

    static Stream<Arguments> runs() {
        TinyRun tiny = TinyRun.withRate(3e-3);
        FullRun full = FullRun.of(0, OnBadStep.STOP, 1, 20); // in parts, clipped, two averages
        return Stream.of(
                Arguments.of(new FullRun(tiny.recipe(), tiny.settings(20, 20))),
                Arguments.of(full));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void aStepEqualsItsPlainTwin(FullRun run) {
        TrainStep step = run.step();
        TrainState state = run.start();
        try {
            for (int i = 0; i < BEFORE; i++) {
                step.run(state);
                state = state.next();
            }
            Twin twin = twin(run, state);
            Map<String, double[]> before = everything(state);
            StepReport report = step.run(state);

            assertThat(report.step()).isEqualTo(BEFORE + 1);
            assertThat(report.loss()).isCloseTo(twin.loss, within(1e-5 * twin.loss));
            assertThat(report.zeroFieldLoss())
                    .isCloseTo(twin.zeroField, within(1e-5 * twin.zeroField));
            assertClose(report.byGamma().loss(), twin.bins, 1e-6, 1e-5);
            assertThat(report.gradientNorm()).isCloseTo(twin.norm, within(1e-4 * twin.norm));
            assertMoved(run, state, twin, before, report.rate());
        } finally {
            state.close();
        }
    }

    private static Twin twin(FullRun run, TrainState state) {
        TrainSettings settings = run.settings();
        int n = settings.batchSize();
        Batch batch = settings.batches(TinyRun.images(), true).at(BEFORE);
        Draws draws = new Draws(settings.seed(), BEFORE);
        float[] gamma = draws.gamma(n, settings.gamma());
        int size = batch.pixels().length / n;
        try (GradMode on = GradMode.on();
                Arena arena = Arena.cpu("twin");
                Scope scope = Scope.open()) {
            float[] eps = draws.eps(arena, new Shape(n, 1, 8, 8)).toFloatArray();
            float[] corrupted = new float[eps.length];
            float[] target = new float[eps.length];
            double zeroField = 0;
            for (int i = 0; i < eps.length; i++) {
                double g = gamma[i / size];
                double x = batch.pixels()[i];
                double c = 4 * Math.min(1, (1 - g) / (1 - 0.8)); // eq. 5
                corrupted[i] = (float) (g * x + (1 - g) * eps[i]);
                target[i] = (float) ((eps[i] - x) * c);
                zeroField += (double) target[i] * target[i] / eps.length;
            }
            NDArray f =
                    state.model()
                            .answer(
                                    arena.of(corrupted, n, 1, 8, 8),
                                    arena.of(gamma, n),
                                    arena.of(draws.labels(batch.labels(), 0, 0.1, 2), n))
                            .gradient();
            NDArray off = f.sub(arena.of(target, n, 1, 8, 8));
            NDArray mean = off.mul(off).mean();
            float[] differences = off.toFloatArray();
            double[] bins = new double[GammaBins.COUNT];
            for (int i = 0; i < differences.length; i++) {
                bins[(int) (gamma[i / size] * 10)] +=
                        (double) differences[i] * differences[i] / size;
            }
            NDList gradients = Autograd.gradients(mean, state.model().parameters().trainable());
            List<float[]> values = gradients.stream().map(NDArray::toFloatArray).toList();
            double squares = 0;
            for (float[] all : values) {
                for (float g : all) {
                    squares += (double) g * g;
                }
            }
            double loss = Arrays.stream(bins).sum() / n;
            return new Twin(loss, zeroField, bins, Math.sqrt(squares), values);
        }
    }

    /** Moments from the twin's gradient; parameters from these moments; averages from those. */
    private static void assertMoved(
            FullRun run, TrainState state, Twin twin, Map<String, double[]> before, double rate) {
        Optimizer adamW = run.recipe().optimizer();
        assertThat(rate).isEqualTo(adamW.learningRate() * run.recipe().rate().at(BEFORE, 20));
        double limit = run.settings().clipNorm();
        double factor = limit > 0 ? Math.min(1, limit / (twin.norm + 1e-6)) : 1;
        assertThat(factor < 1).isEqualTo(limit > 0);
        double unbiased1 = 1 - Math.pow(0.9, BEFORE + 1);
        double unbiased2 = 1 - Math.pow(0.999, BEFORE + 1);
        Map<String, double[]> after = everything(state);
        List<ParameterSpec> specs = state.model().parameters().trainableSpecs();
        for (int p = 0; p < specs.size(); p++) {
            String name = specs.get(p).name();
            float[] gradient = twin.gradients.get(p);
            double[] m = after.get("exp_avg." + name);
            double[] v = after.get("exp_avg_sq." + name);
            double[] w = after.get("model:" + name);
            double[] wantM = before.get("exp_avg." + name).clone();
            double[] wantV = before.get("exp_avg_sq." + name).clone();
            double[] wantW = before.get("model:" + name).clone();
            for (int i = 0; i < w.length; i++) {
                double g = factor * gradient[i];
                wantM[i] = 0.9 * wantM[i] + 0.1 * g;
                wantV[i] = 0.999 * wantV[i] + 0.001 * g * g;
                wantW[i] -= rate * 0.01 * wantW[i];
                wantW[i] -= rate * (m[i] / unbiased1) / (Math.sqrt(v[i] / unbiased2) + 1e-8);
            }
            assertClose(m, wantM, 1e-7, 1e-4);
            assertClose(v, wantV, 1e-9, 1e-4);
            assertClose(w, wantW, 1e-7, 1e-6);
            for (Average average : state.averages()) {
                String key = average.name() + ":" + name;
                assertClose(after.get(key), averaged(run, average, before.get(key), w), 1e-7, 1e-6);
            }
        }
    }

    /** decay·average + (1 − decay)·w. */
    private static double[] averaged(FullRun run, Average which, double[] average, double[] w) {
        Averages averages = run.recipe().averages();
        int number = averages.names().indexOf(which.name());
        double decay = averages.at(averages.decays().get(number), BEFORE);
        double[] want = new double[w.length];
        for (int i = 0; i < w.length; i++) {
            want[i] = decay * average[i] + (1 - decay) * w[i];
        }
        return want;
    }

    private static Map<String, double[]> everything(TrainState state) {
        Map<String, double[]> all = new LinkedHashMap<>();
        state.optimizer().tensors().forEach((name, t) -> all.put(name, t.doubles()));
        put(all, "model", state.model().parameters());
        state.averages().forEach(average -> put(all, average.name(), average.parameters()));
        return all;
    }

    private static void put(Map<String, double[]> all, String owner, Parameters parameters) {
        ModelFile.tensors(parameters)
                .forEach((name, t) -> all.put(owner + ":" + name, t.doubles()));
    }
}
