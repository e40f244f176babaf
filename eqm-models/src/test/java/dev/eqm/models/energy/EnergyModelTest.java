package dev.eqm.models.energy;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.device.Precision;
import dev.eqm.core.field.Energies;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.FiniteDifferences;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.mlp.MlpConfig;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.LanedModel;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.nn.RandomParameters;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.weights.ModelFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Explicit energies over both kinds of network. */
@ExtendWith(LeakCheck.class)
class EnergyModelTest {
    private static final SiTConfig SIT = new SiTConfig(4, 2, 1, 16, 2, 2, 2, 3, 0.1, false, false);
    private static final MlpConfig MLP = new MlpConfig(1, 2, 16, 2, 1, 3, 0.1, false);
    private static final long[] LABELS = {0, 3};

    static List<EnergyArchitecture> architectures() {
        List<EnergyArchitecture> all = new ArrayList<>();
        for (ModelArchitecture network : List.of(SIT, MLP)) {
            Energies.examples().values().forEach(e -> all.add(new EnergyArchitecture(network, e)));
        }
        return all;
    }

    private static EnergyModel random(EnergyArchitecture a) {
        return a.build(Precision.FLOAT32, RandomParameters.of(a.specs(), 3));
    }

    private static float[] states(EnergyArchitecture a, int n) {
        return RandomParameters.normal(n * (int) a.sampleShape().size(), 1, 5);
    }

    private static NDArray array(Arena arena, EnergyArchitecture a, float[] x) {
        long[] s = a.sampleShape().getShape();
        return arena.of(x, x.length / a.sampleShape().size(), s[0], s[1], s[2]);
    }

    private static double sum(Arena arena, EnergyArchitecture a, Field field, float[] x) {
        try (Scope scope = Scope.open();
                NDArray states = array(arena, a, x)) {
            double all = 0;
            for (float e : field.energy(states).toFloatArray()) {
                all += e;
            }
            return all;
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void theGradientIsThatOfTheEnergy(EnergyArchitecture a, Arena arena) {
        float[] x = states(a, 2);
        try (EnergyModel model = random(a);
                GradMode off = GradMode.off();
                FieldModel.Conditioned field = model.condition(LABELS);
                Scope scope = Scope.open()) {
            double[] want = FiniteDifferences.gradient(x, s -> sum(arena, a, field, s), 1e-2);
            Field.Point point = field.at(array(arena, a, x));
            double largest = 0;
            for (double w : want) {
                largest = Math.max(largest, Math.abs(w));
            }
            assertThat(largest).as("the case says something").isGreaterThan(0.1);
            assertClose(point.gradient(), floats(want), 3e-3 * largest, 3e-3);
            assertClose(field.gradient(array(arena, a, x)), point.gradient(), 0, 0);
            assertClose(field.energy(array(arena, a, x)), point.energy(), 1e-4, 1e-4);
            NDArray labels = arena.of(LABELS, 2);
            NDArray answer = model.answer(array(arena, a, x), arena.zeros(2), labels).gradient();
            assertClose(answer, point.gradient(), 1e-5, 1e-5);
            assertThat(answer.hasGradient()).isFalse();
        }
    }

    private static float[] floats(double[] values) {
        float[] all = new float[values.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = (float) values[i];
        }
        return all;
    }

    /** ½‖∇E − target‖² by a weight: double backward through every kernel. */
    @ParameterizedTest
    @MethodSource("architectures")
    void theLossOfTheGradientReachesEveryParameter(EnergyArchitecture a, Arena arena) {
        float[] x = states(a, 2);
        try (EnergyModel model = random(a)) {
            Parameters parameters = model.parameters();
            List<String> names = parameters.trainableSpecs().stream().map(s -> s.name()).toList();
            List<double[]> got = new ArrayList<>();
            try (GradMode on = GradMode.on();
                    Scope scope = Scope.open()) {
                NDList all = Autograd.gradients(loss(model, a, arena, x), parameters.trainable());
                all.forEach(g -> got.add(doubles(g.toFloatArray())));
            }
            for (int i = 0; i < names.size(); i++) {
                double[] g = got.get(i);
                float[] direction = floats(normalised(g));
                double slope = norm(g);
                double measured = directional(model, a, arena, x, names.get(i), direction, 4e-3);
                assertThat(measured)
                        .as(names.get(i))
                        .isCloseTo(slope, org.assertj.core.data.Offset.offset(0.02 * slope + 2e-3));
            }
        }
    }

    private static double directional(
            EnergyModel model,
            EnergyArchitecture a,
            Arena arena,
            float[] x,
            String moved,
            float[] direction,
            double step) {
        double[] values = new double[2];
        for (int side = 0; side < 2; side++) {
            float s = (float) (side == 0 ? step : -step);
            Parameters shifted =
                    Parameters.of(
                            arena.device(),
                            a.specs(),
                            (own, spec) -> {
                                float[] p = model.parameters().get(spec.name()).toFloatArray();
                                if (spec.name().equals(moved)) {
                                    for (int i = 0; i < p.length; i++) {
                                        p[i] += s * direction[i];
                                    }
                                }
                                return own.of(p, spec.shape().getShape());
                            });
            try (EnergyModel other = a.build(Precision.FLOAT32, shifted);
                    GradMode off = GradMode.off();
                    Scope scope = Scope.open()) {
                values[side] = loss(other, a, arena, x).getFloat();
            }
        }
        return (values[0] - values[1]) / (2 * step);
    }

    private static NDArray loss(EnergyModel model, EnergyArchitecture a, Arena arena, float[] x) {
        NDArray states = array(arena, a, x);
        NDArray labels = arena.of(LABELS, 2);
        NDArray weight = array(arena, a, RandomParameters.normal(x.length, 1, 11));
        return model.answer(states, arena.zeros(2), labels).gradient().mul(weight).sum();
    }

    private static double[] doubles(float[] values) {
        double[] all = new double[values.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = values[i];
        }
        return all;
    }

    private static double norm(double[] values) {
        double squares = 0;
        for (double v : values) {
            squares += v * v;
        }
        return Math.sqrt(squares);
    }

    private static double[] normalised(double[] values) {
        double norm = Math.max(1e-30, norm(values));
        double[] all = values.clone();
        for (int i = 0; i < all.length; i++) {
            all[i] /= norm;
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void rowsAndLanesChangeNothing(EnergyArchitecture a, Arena arena) {
        long[] labels = {0, 3, 1};
        try (EnergyModel model = random(a);
                Lanes lanes = Lanes.of(2);
                GradMode off = GradMode.off();
                FieldModel.Conditioned whole = model.condition(labels);
                FieldModel.Conditioned laned = new LanedModel(model, lanes).condition(labels);
                FieldModel.Conditioned last = laned.restricted(new int[] {2});
                Scope scope = Scope.open()) {
            NDArray x = array(arena, a, states(a, 3));
            Field.Point want = whole.at(x);
            assertThat(laned.knowsEnergy()).isTrue();
            Field.Point got = laned.at(x);
            assertClose(got.energy(), want.energy(), 1e-4, 1e-4);
            assertClose(got.gradient(), want.gradient(), 1e-4, 1e-4);
            assertClose(laned.energy(x), want.energy(), 1e-4, 1e-4);
            NDArray one = x.get("2:3");
            assertClose(last.energy(one), want.energy().get("2:3"), 1e-4, 1e-4);
            assertClose(last.gradient(one), want.gradient().get("2:3"), 1e-4, 1e-4);
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void samplingLeavesNothingBehind(EnergyArchitecture a, Arena arena) {
        try (EnergyModel model = random(a);
                GradMode off = GradMode.off();
                FieldModel.Conditioned field = model.condition(LABELS);
                Scope scope = Scope.open()) {
            NDArray x = array(arena, a, states(a, 2));
            field.gradient(x).close();
            assertThat(LeakCheck.openedBy(() -> field.gradient(x))).isEqualTo(1);
            assertThat(LeakCheck.openedBy(() -> field.at(x))).isEqualTo(2);
            assertThat(GradMode.isOn()).isFalse();
        }
    }

    @Test
    void theRawOutputIsTheNetworks(Arena arena) {
        EnergyArchitecture a = architectures().get(0);
        try (EnergyModel model = random(a);
                FieldModel raw = model.rawOutput();
                GradMode off = GradMode.off();
                FieldModel.Conditioned f = raw.condition(LABELS);
                FieldModel.Conditioned field = model.condition(LABELS);
                Scope scope = Scope.open()) {
            NDArray x = array(arena, a, states(a, 2));
            NDArray e = f.gradient(x).mul(x).sum(new int[] {1, 2, 3});
            assertClose(e, field.energy(x), 1e-4, 1e-4);
            assertThat(f.gradient(x).sub(field.gradient(x)).norm().getFloat()).isGreaterThan(0.1f);
        }
    }

    @Test
    void refusesTime() {
        SiTConfig timed = new SiTConfig(4, 2, 1, 16, 1, 2, 2, 3, 0.1, false, true);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EnergyArchitecture(timed, Energies.named("dot")))
                .withMessageContaining("set timeConditional to false");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Energies.named("dott"))
                .withMessageContaining("dot, squared-norm, squared-norm-published");
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void aFileRemembersTheEnergy(EnergyArchitecture a, @TempDir Path folder) {
        Path file = folder.resolve("model.safetensors");
        try (EnergyModel model = random(a)) {
            ModelFile.write(file, a, model.parameters());
        }
        assertThat(ModelFile.architecture(file)).isEqualTo(a);
        try (FieldModel read = ModelFile.read(file, Precision.FLOAT32, Device.cpu());
                FieldModel raw =
                        ModelFile.readAs(file, a.network(), Precision.FLOAT32, Device.cpu())) {
            assertThat(read).isInstanceOf(EnergyModel.class);
            assertThat(raw).isNotInstanceOf(EnergyModel.class);
        }
    }
}
