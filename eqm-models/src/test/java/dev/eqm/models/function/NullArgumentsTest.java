package dev.eqm.models.function;

import static dev.eqm.core.testing.Nulls.of;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.device.Precision;
import dev.eqm.core.field.DotProduct;
import dev.eqm.core.testing.Nulls;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.nn.Init;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.weights.ModelFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a Java program calls in eqm-models names the argument that is null. */
class NullArgumentsTest {
    private static final Shape SHAPE = new Shape(1, 2, 2);
    private static final List<ParameterSpec> SPECS =
            List.of(ParameterSpec.trained("w", new Init.Zeros(), 1, 2, 2));
    private static final FunctionArchitecture NETWORK =
            Networks.of("mine", SHAPE, SPECS, (w, x, gamma, labels) -> x.mul(w.get("w")));

    static Stream<Nulls> calls() {
        Path file = Path.of("none");
        Stream<Nulls> calls =
                Stream.of(
                        of("id", () -> Networks.of(null, SHAPE, SPECS, (w, x, g, l) -> x)),
                        of("sampleShape", () -> Networks.of("a", null, SPECS, (w, x, g, l) -> x)),
                        of("parameters", () -> Networks.of("a", SHAPE, null, (w, x, g, l) -> x)),
                        of("function", () -> Networks.of("a", SHAPE, SPECS, null)),
                        of("inputs", () -> Networks.of("a", SHAPE, null, SPECS, null)),
                        of("block", () -> Networks.ofDjl("a", SHAPE, null)),
                        of("id", () -> Networks.ofDjl(null, SHAPE, null)),
                        of("inputs", () -> Networks.ofDjl("a", SHAPE, null, null)),
                        of("init", () -> ParameterSpec.trained("w", null, 1)),
                        of("name", () -> ParameterSpec.trained(null, new Init.Zeros(), 1)),
                        of("file", () -> ModelFile.read(null, Precision.FLOAT32, Device.cpu())),
                        of("precision", () -> ModelFile.read(file, null, Device.cpu())),
                        of("wanted", () -> ModelFile.read(file, null, Precision.FLOAT32, null)),
                        of("example", () -> Family.of(null)));
        return Stream.concat(
                calls,
                Nulls.components(
                        SPECS.get(0),
                        Family.of(NETWORK),
                        NETWORK.hyperparameters(),
                        new EnergyArchitecture(NETWORK, new DotProduct())));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void isNamed(Nulls call) {
        call.assertRefused();
    }
}
