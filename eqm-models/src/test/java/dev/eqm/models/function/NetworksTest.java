package dev.eqm.models.function;

import static dev.eqm.models.nn.ParameterSpec.trained;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.device.Precision;
import dev.eqm.core.field.Energy;
import dev.eqm.core.field.SquaredNorm;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.Hyperparameters;
import dev.eqm.models.nn.Init;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.weights.CheckpointException;
import dev.eqm.models.weights.ModelFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class NetworksTest {
    private static final Shape POINT = new Shape(2, 1, 1);
    private static final List<ParameterSpec> SHIFT =
            List.of(trained("b", new Init.Full(2), 2, 1, 1));

    private static FunctionArchitecture shifted(String id, Inputs inputs, NetworkFunction f) {
        return Networks.of(id, POINT, inputs, SHIFT, f);
    }

    private static FunctionArchitecture shift() {
        return shifted("shift", Inputs.STATES, (w, x, gamma, labels) -> x.sub(w.get("b")));
    }

    private static FieldModel fresh(ModelArchitecture a) {
        return a.fresh(Precision.FLOAT32, Device.cpu(), 1);
    }

    private static float[] field(ModelArchitecture a, Arena arena, long[] labels, double time) {
        try (FieldModel network = fresh(a);
                GradMode off = GradMode.off();
                FieldModel.Conditioned field = network.condition(labels, time);
                NDArray f = field.gradient(arena.zeros(labels.length, 2, 1, 1))) {
            return f.toFloatArray();
        }
    }

    @Test
    void answersWhatTheFunctionSays(Arena arena) {
        assertThat(field(shift(), arena, new long[] {0}, 0)).containsExactly(-2, -2);
    }

    /** What the inputs do not name is zeros, wherever the function asks. */
    @Test
    void seesLabelsAndTimeIfItSaysSo(Arena arena) {
        NetworkFunction sum =
                (w, x, gamma, labels) ->
                        x.add(w.get("b"))
                                .add(gamma.reshape(-1, 1, 1, 1))
                                .add(labels.toType(DataType.FLOAT32, false).reshape(-1, 1, 1, 1));
        long[] none = {0, 1};
        long[] some = {4, 5};
        assertThat(field(shifted("n", Inputs.STATES, sum), arena, none, 0.5)).containsOnly(2);
        assertThat(field(shifted("n", Inputs.labels(5, 0), sum), arena, some, 0.5))
                .containsExactly(6, 6, 7, 7);
        assertThat(field(shifted("n", Inputs.STATES.andTime(), sum), arena, none, 0.5))
                .containsOnly(2.5f);
        assertThat(field(shifted("n", Inputs.labels(5, 0).andTime(), sum), arena, some, 0.5))
                .containsExactly(6.5f, 6.5f, 7.5f, 7.5f);
        try (FieldModel network = fresh(shifted("n", Inputs.STATES, sum));
                GradMode off = GradMode.off()) {
            NDArray x = arena.zeros(2, 2, 1, 1);
            NDArray f =
                    network.trainingAnswer(x, arena.full(0.5, 2), arena.of(some, 2), some)
                            .gradient();
            assertThat(f.toFloatArray()).containsOnly(2);
        }
    }

    /** The states are their owner's, even if they are the answer. */
    @Test
    void anAnswerThatIsTheStatesIsACopy(Arena arena) {
        FunctionArchitecture same = shifted("same", Inputs.STATES, (w, x, gamma, labels) -> x);
        NDArray x = arena.full(3, 1, 2, 1, 1);
        try (FieldModel network = fresh(same);
                GradMode off = GradMode.off();
                FieldModel.Conditioned field = network.condition(new long[1])) {
            field.gradient(x).close();
            assertThat(x.toFloatArray()).containsOnly(3);
        }
    }

    @Test
    void anAnswerOfAnotherShapeOrTypeIsRefused(Arena arena) {
        refused(
                arena,
                (w, x, gamma, labels) -> x.sub(w.get("b")).sum(new int[] {1}, true),
                "the output of wrong must be float32 and have the shape of "
                        + "its states, (2, 2, 1, 1), got float32 (2, 1, 1, 1)");
        refused(
                arena,
                (w, x, gamma, labels) -> x.sub(w.get("b")).toType(DataType.FLOAT64, true),
                "got float64 (2, 2, 1, 1)");
        refused(
                arena,
                (w, x, gamma, labels) -> x.sub(w.get("c")),
                "no parameter 'c'; available: [b]");
    }

    private static void refused(Arena arena, NetworkFunction f, String message) {
        FunctionArchitecture wrong = shifted("wrong", Inputs.STATES, f);
        assertThatThrownBy(() -> field(wrong, arena, new long[2], 0))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessageContaining(message);
    }

    @Test
    void impossibleNetworksAreRefusedWhenTheyAreDeclared() {
        NetworkFunction f = (w, x, gamma, labels) -> x;
        assertThatThrownBy(() -> Networks.of("My Net", POINT, SHIFT, f))
                .hasMessageContaining("id must consist of lower-case letters");
        assertThatThrownBy(() -> Networks.of("mlp", POINT, SHIFT, f))
                .hasMessageContaining("id must not be one of eqm's own networks");
        assertThatThrownBy(() -> Networks.of("net", new Shape(2), SHIFT, f))
                .hasMessageContaining("must be [C, H, W], got (2)");
        assertThatThrownBy(() -> Networks.of("net", POINT, List.of(), f))
                .hasMessageContaining("net has nothing to train");
        assertThatThrownBy(() -> Networks.of("net", POINT, List.of(SHIFT.get(0), SHIFT.get(0)), f))
                .hasMessageContaining("distinct names, got [b, b]");
        assertThatThrownBy(() -> new Inputs(0, 0.1, false))
                .hasMessageContaining("labelDropout must be 0 for a network without labels");
        assertThatThrownBy(() -> Inputs.labels(0, 0.1)).hasMessageContaining("classes");
        assertThatThrownBy(() -> shift().fresh(Precision.BFLOAT16, Device.cpu(), 1).close())
                .hasMessageContaining("precision must be float32 for shift");
    }

    @Test
    void aFileIsReadByWhoeverHasTheCode(@TempDir Path folder, Arena arena) {
        Path file = folder.resolve("model.safetensors");
        try (FieldModel network = fresh(shift())) {
            ModelFile.write(file, shift(), network.parameters());
        }
        try (FieldModel read = ModelFile.read(file, shift(), Precision.FLOAT32, Device.cpu())) {
            assertThat(read.architecture()).isEqualTo(shift());
        }
        assertThatThrownBy(() -> ModelFile.read(file, Precision.FLOAT32, Device.cpu()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("'shift' is not one of eqm's own networks")
                .hasMessageContaining("ModelFile.read(file, network, ...)");
        NetworkFunction f = (w, x, gamma, labels) -> x;
        unread(
                file,
                shifted("other", Inputs.STATES, f),
                "'shift' is not one of eqm's own networks");
        unread(
                file,
                shifted("shift", Inputs.labels(4, 0), f),
                "it contains shift with {channels=2, height=1, width=1, classes=0,",
                "the given network has {channels=2, height=1, width=1, classes=4,");
        unread(
                file,
                Networks.of("shift", POINT, List.of(trained("b", new Init.Zeros(), 1)), f),
                "tensor 'b' is F32 [2, 1, 1], but this architecture needs F32 [1]");
        unread(file, new EnergyArchitecture(shift(), new SquaredNorm()), "contains shift");
    }

    private static void unread(Path file, ModelArchitecture wanted, String... words) {
        assertThatThrownBy(
                        () -> ModelFile.read(file, wanted, Precision.FLOAT32, Device.cpu()).close())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(file.toString())
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }

    /** E = ½|f|² with f = x − b: its gradient is x − b, as one finds with a pencil. */
    @Test
    void anEnergyOfOnesOwnIsRememberedByItsName(@TempDir Path folder, Arena arena) {
        Energy half =
                Energy.named(
                        "half-square",
                        (x, f) -> Arithmetic.scale(f.mul(f).sum(new int[] {1, 2, 3}), 0.5));
        EnergyArchitecture own = new EnergyArchitecture(shift(), half);
        Path file = folder.resolve("model.safetensors");
        try (FieldModel network = fresh(own)) {
            ModelFile.write(file, own, network.parameters());
        }
        try (FieldModel read = ModelFile.read(file, own, Precision.FLOAT32, Device.cpu());
                FieldModel.Conditioned field = read.condition(new long[1]);
                NDArray x = arena.of(new float[] {5, 1}, 1, 2, 1, 1);
                NDArray e = field.energy(x);
                NDArray g = field.gradient(x)) {
            assertThat(e.toFloatArray()).containsExactly(5); // (3² + 1²)/2
            assertThat(g.toFloatArray()).containsExactly(3, -1);
        }
        assertThatThrownBy(() -> ModelFile.architecture(file, shift()))
                .hasMessageContaining("no energy half-square");
        assertThatThrownBy(() -> new EnergyArchitecture(shift(), (x, f) -> f).hyperparameters())
                .hasMessageContaining("Energy.named(\"mine\", energy)");
        assertThatThrownBy(() -> Energy.named("dot", half)).hasMessageContaining("built-in");
    }

    /** A lambda that draws from the seed, as the documentation of Init shows. */
    @Test
    void parametersStartAsAnInitOfOnesOwnSays() {
        Init ramp =
                (arena, shape, seed) -> {
                    float[] values = new float[(int) shape.size()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = i + seed % 2;
                    }
                    return arena.of(values, shape.getShape());
                };
        FunctionArchitecture a =
                Networks.of(
                        "ramp",
                        POINT,
                        List.of(trained("b", ramp, 2, 1, 1)),
                        (w, x, gamma, labels) -> x.sub(w.get("b")));
        try (FieldModel network = fresh(a);
                FieldModel same = fresh(a)) {
            float[] b = network.parameters().get("b").toFloatArray();
            assertThat(b[1] - b[0]).isEqualTo(1);
            assertThat(same.parameters().get("b").toFloatArray()).isEqualTo(b);
        }
        Init wrong = (arena, shape, seed) -> arena.zeros(5);
        assertThatThrownBy(
                        () ->
                                fresh(
                                        Networks.of(
                                                "ramp",
                                                POINT,
                                                List.of(trained("b", wrong, 2, 1, 1)),
                                                (w, x, gamma, labels) -> x)))
                .hasMessageContaining("b must have shape (2, 1, 1), got (5)");
    }

    @Test
    void aFamilyMakesNetworksOfWhatAFileHolds() {
        Family family = Family.of(shift());
        Hyperparameters stored = shift().hyperparameters();
        assertThat(family.read(stored)).isEqualTo(shift());
        assertThat(family.examples()).containsExactly(shift());
        assertThatThrownBy(() -> family.read(stored.with("classes", 7)))
                .hasMessageContaining("the code for 'shift' builds")
                .hasMessageContaining("classes=7");
    }
}
