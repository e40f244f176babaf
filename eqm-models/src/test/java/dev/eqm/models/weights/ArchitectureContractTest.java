package dev.eqm.models.weights;

import static dev.eqm.core.testing.NearTo.assertClose;
import static dev.eqm.core.testing.NearTo.doubles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.LanedModel;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.nn.RandomParameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What training, checkpoints and sampling rely on, for every architecture of the catalogue and
 * every explicit energy over those that can have one, and for networks that are functions or DJL
 * blocks. A new family is tested by its line in {@link Architectures}.
 */
@ExtendWith(LeakCheck.class)
class ArchitectureContractTest {
    private static final int N = 3;

    static List<ModelArchitecture> all() {
        List<ModelArchitecture> all = new ArrayList<>();
        Architectures.families().values().forEach(family -> all.addAll(family.examples()));
        all.addAll(OwnNetworks.all());
        List<ModelArchitecture> networks = List.copyOf(all);
        for (ModelArchitecture network : networks) {
            if (!network.timeConditional()) {
                Energies.examples()
                        .values()
                        .forEach(energy -> all.add(new EnergyArchitecture(network, energy)));
            }
        }
        return all;
    }

    private static FieldModel random(ModelArchitecture a) {
        return a.build(Precision.FLOAT32, RandomParameters.of(a.specs(), 5));
    }

    private static long[] labels(ModelArchitecture a) {
        return new long[] {0, a.classes(), a.classes() - 1L}; // the null label among them
    }

    private static NDArray states(ModelArchitecture a, Arena arena) {
        long[] s = a.sampleShape().getShape();
        float[] x = RandomParameters.normal((int) (N * a.sampleShape().size()), 1, 11);
        return arena.of(x, N, s[0], s[1], s[2]);
    }

    @ParameterizedTest
    @MethodSource("all")
    void saysWhatItIs(ModelArchitecture a) {
        assertThat(a.sampleShape().dimension()).isEqualTo(3);
        assertThat(a.classes()).isPositive();
        assertThat(a.labelDropout()).isBetween(0.0, 1.0);
        assertThat(a.describe()).isNotEmpty();
        assertThat(a.macs().values()).allMatch(m -> m >= 0).anyMatch(m -> m > 0);
        assertThat(a.supports(Precision.FLOAT32)).isTrue();
        assertThat(a.specs()).extracting(ParameterSpec::name).doesNotHaveDuplicates().isNotEmpty();
        assertThat(a.specs()).anyMatch(ParameterSpec::trainable);
    }

    @ParameterizedTest
    @MethodSource("all")
    void comesBackFromAModelFile(ModelArchitecture a, @TempDir Path folder, Arena arena) {
        Path file = folder.resolve("model.safetensors");
        try (FieldModel network = random(a)) {
            ModelFile.write(file, a, network.parameters());
            assertThat(ModelFile.architecture(file, a)).isEqualTo(a);
            if (!OwnNetworks.all().contains(EnergyArchitecture.networkOf(a))) {
                assertThat(ModelFile.architecture(file)).isEqualTo(a);
            }
            double[] want = gradient(network, a, arena);
            try (FieldModel read = ModelFile.read(file, a, Precision.FLOAT32, Device.cpu());
                    FieldModel sampled =
                            ModelFile.readForSampling(file, a, Precision.FLOAT32, Device.cpu())) {
                assertThat(gradient(read, a, arena)).isEqualTo(want);
                assertClose(gradient(sampled, a, arena), want, 1e-5, 1e-4);
            }
        }
    }

    private static double[] gradient(FieldModel network, ModelArchitecture a, Arena arena) {
        try (GradMode off = GradMode.off();
                Field field = network.condition(labels(a), 0.4);
                NDArray f = field.gradient(states(a, arena))) {
            return doubles(f);
        }
    }

    /** Training sees what sampling sees: γ where the network sees it, without effect elsewhere. */
    @ParameterizedTest
    @MethodSource("all")
    void answersInTrainingWhatItsFieldAnswers(ModelArchitecture a, Arena arena) {
        try (FieldModel network = random(a);
                GradMode off = GradMode.off()) {
            NDArray gamma = arena.of(new float[] {0.4f, 0.4f, 0.4f}, N);
            NDArray labels = arena.of(labels(a), N);
            NDArray answer = network.answer(states(a, arena), gamma, labels).gradient();
            assertThat(answer.getShape()).isEqualTo(states(a, arena).getShape());
            assertClose(doubles(answer), gradient(network, a, arena), 1e-5, 1e-4);
            NDArray other = arena.of(new float[] {0.9f, 0.9f, 0.9f}, N);
            double[] later = doubles(network.answer(states(a, arena), other, labels).gradient());
            assertThat(Arrays.equals(later, doubles(answer))).isEqualTo(!a.timeConditional());
        }
    }

    /** Row i depends on row i alone, restricted or in lanes or not. */
    @ParameterizedTest
    @MethodSource("all")
    void rowsDoNotKnowEachOther(ModelArchitecture a, Arena arena) {
        int size = (int) a.sampleShape().size();
        long[] s = a.sampleShape().getShape();
        float[] x = states(a, arena).toFloatArray();
        try (FieldModel network = random(a);
                Lanes lanes = Lanes.of(2);
                GradMode off = GradMode.off();
                Field field = network.condition(labels(a));
                Field some = field.restricted(new int[] {2, 0});
                Field laned = new LanedModel(network, lanes).condition(labels(a))) {
            double[] all = doubles(field.gradient(states(a, arena)));
            float[] chosen = new float[2 * size];
            System.arraycopy(x, 2 * size, chosen, 0, size);
            System.arraycopy(x, 0, chosen, size, size);
            double[] two = doubles(some.gradient(arena.of(chosen, 2, s[0], s[1], s[2])));
            assertClose(
                    Arrays.copyOfRange(two, 0, size),
                    Arrays.copyOfRange(all, 2 * size, 3 * size),
                    1e-5,
                    1e-4);
            assertClose(
                    Arrays.copyOfRange(two, size, 2 * size),
                    Arrays.copyOfRange(all, 0, size),
                    1e-5,
                    1e-4);
            assertClose(doubles(laned.gradient(states(a, arena))), all, 1e-5, 1e-4);
        }
    }

    /** A loss of the answer reaches every trained parameter, by finite differences. */
    @ParameterizedTest
    @MethodSource("all")
    void gradientsAreThoseOfTheAnswer(ModelArchitecture a, Arena arena) {
        try (FieldModel network = random(a)) {
            NDList gradients;
            try (GradMode on = GradMode.on()) {
                NDArray loss =
                        network.trainingPass(
                                        states(a, arena),
                                        gamma(arena),
                                        arena.of(labels(a), N),
                                        new long[N])
                                .answer()
                                .gradient()
                                .square()
                                .sum();
                gradients = Autograd.gradients(loss, network.parameters().trainable());
            }
            List<ParameterSpec> specs = network.parameters().trainableSpecs();
            assertThat(gradients).hasSameSizeAs(specs);
            for (int i = 0; i < specs.size(); i++) {
                assertThat(gradients.get(i).getShape()).isEqualTo(specs.get(i).shape());
            }
            int last = specs.size() - 1;
            double slope = doubles(gradients.get(last))[0];
            double step = 1e-2;
            double up = loss(a, specs.get(last), step, arena);
            double down = loss(a, specs.get(last), -step, arena);
            assertClose(new double[] {(up - down) / (2 * step)}, new double[] {slope}, 2e-2, 2e-2);
        }
    }

    private static NDArray gamma(Arena arena) {
        return arena.of(new float[] {0.4f, 0.4f, 0.4f}, N);
    }

    /** The loss with the first number of one parameter moved. */
    private static double loss(ModelArchitecture a, ParameterSpec moved, double by, Arena arena) {
        Parameters parameters =
                Parameters.of(
                        Device.cpu(),
                        a.specs(),
                        (home, spec) -> {
                            float[] values = RandomParameters.values(spec, 5);
                            values[0] += spec.name().equals(moved.name()) ? (float) by : 0;
                            return home.of(values, spec.shape().getShape());
                        });
        try (FieldModel network = a.build(Precision.FLOAT32, parameters);
                GradMode off = GradMode.off()) {
            NDArray f =
                    network.trainingPass(
                                    states(a, arena),
                                    gamma(arena),
                                    arena.of(labels(a), N),
                                    new long[N])
                            .answer()
                            .gradient();
            double sum = 0;
            for (double v : doubles(f)) {
                sum += v * v;
            }
            return sum;
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void freshOnesAreAFunctionOfTheSeed(ModelArchitecture a) {
        try (FieldModel one = a.fresh(Precision.FLOAT32, Device.cpu(), 3);
                FieldModel same = a.fresh(Precision.FLOAT32, Device.cpu(), 3);
                FieldModel other = a.fresh(Precision.FLOAT32, Device.cpu(), 4)) {
            boolean differs = false;
            for (ParameterSpec spec : a.specs()) {
                float[] first = one.parameters().get(spec.name()).toFloatArray();
                assertThat(same.parameters().get(spec.name()).toFloatArray()).isEqualTo(first);
                differs |=
                        !Arrays.equals(other.parameters().get(spec.name()).toFloatArray(), first);
            }
            boolean random =
                    a.specs().stream()
                            .anyMatch(s -> s.trainable() && s.init().toString().contains("Normal"));
            assertThat(differs || !random).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void refusesLabelsAndTimesThatItDoesNotKnow(ModelArchitecture a) {
        try (FieldModel network = random(a)) {
            assertThatThrownBy(() -> network.condition(new long[] {a.classes() + 1L}))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> network.condition(new long[N], new double[] {0, 1}))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Needed for explicit energies and landscapes: the same answers, twice differentiable. */
    @ParameterizedTest
    @MethodSource("all")
    void twiceDifferentiableAnswersTheSame(ModelArchitecture a, Arena arena) {
        try (FieldModel network = random(a);
                FieldModel twice = a.twiceDifferentiable(Precision.FLOAT32, network.parameters())) {
            assertClose(gradient(twice, a, arena), gradient(network, a, arena), 1e-5, 1e-4);
        }
    }
}
