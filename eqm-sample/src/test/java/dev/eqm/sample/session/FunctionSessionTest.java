package dev.eqm.sample.session;

import static dev.eqm.models.nn.ParameterSpec.trained;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.data.Picture;
import dev.eqm.core.device.Precision;
import dev.eqm.core.field.Energy;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.autoencoder.PixelCodec;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.function.Inputs;
import dev.eqm.models.function.Networks;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.Init;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.weights.CheckpointException;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.sampler.GradientDescent;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StopRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Networks that are functions are sampled like any other: here f(x, y) = x − table[y]. */
@ExtendWith(LeakCheck.class)
class FunctionSessionTest {
    /** Where labels 0 and 1 lie, and the null label. */
    private static final float[] TABLE = {0.5f, -0.5f, 0};

    private static final SessionSettings SETTINGS =
            new SessionSettings(
                    Sampling.DEFAULT.withRule(new GradientDescent(0.5)).withSteps(30),
                    Duration.ofMinutes(1));

    private static final ModelArchitecture MEANS =
            Networks.of(
                    "means",
                    new Shape(1, 4, 4),
                    Inputs.labels(2, 0.1),
                    List.of(trained("table", new Init.Table(() -> TABLE), 3, 1)),
                    (w, x, gamma, labels) ->
                            x.sub(Arithmetic.rows(w.get("table"), labels).reshape(-1, 1, 1, 1)));

    private static FieldModel means(ModelArchitecture a) {
        return a.fresh(Precision.FLOAT32, Device.cpu(), 1);
    }

    @Test
    void descendsToWhereTheFunctionVanishes(Arena arena) {
        try (FieldModel network = means(MEANS);
                GradMode off = GradMode.off();
                FieldModel.Conditioned field = network.condition(new long[] {0, 1, 2});
                NDArray x =
                        new Sampler(new GradientDescent(0.5), new StopRule.MaxSteps(30))
                                .run(field, arena.full(1, 3, 1, 4, 4))
                                .x()) {
            float[] all = x.toFloatArray();
            for (int i = 0; i < all.length; i++) {
                assertThat(all[i]).isCloseTo(TABLE[i / 16], within(1e-6f));
            }
        }
    }

    /** Guidance w goes w times from the null label's mean to the label's. */
    @Test
    void aSessionReadsItsFileAndGuides(@TempDir Path folder) {
        Path file = folder.resolve("means.safetensors");
        try (FieldModel network = means(MEANS)) {
            ModelFile.write(file, MEANS, network.parameters());
        }
        try (GenerationSession session = open(file, MEANS)) {
            List<Item> items = List.of(new Item(0, 1), new Item(1, 2));
            assertThat(bright(session, session.request(items))).containsExactly(191, 64);
            GenerationRequest guided = session.request(items).withGuidance(new Guidance(1.5, 0));
            assertThat(bright(session, guided)).containsExactly(223, 32);
        }
        assertThatThrownBy(
                        () ->
                                GenerationSession.open(
                                        file,
                                        Precision.FLOAT32,
                                        Device.cpu(),
                                        new PixelCodec(),
                                        SETTINGS))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("GenerationSession.open(file, network, ...)");
    }

    /** E = ½|f|² has the same minima. */
    @Test
    void aSessionOverAnEnergyOfOnesOwn(@TempDir Path folder) {
        Energy half =
                Energy.named(
                        "half-square",
                        (x, f) -> Arithmetic.scale(f.mul(f).sum(new int[] {1, 2, 3}), 0.5));
        ModelArchitecture explicit = new EnergyArchitecture(MEANS, half);
        Path file = folder.resolve("means.safetensors");
        try (FieldModel network = means(explicit)) {
            ModelFile.write(file, explicit, network.parameters());
        }
        try (GenerationSession session = open(file, explicit)) {
            GenerationRequest request = session.request(List.of(new Item(0, 1), new Item(1, 2)));
            assertThat(bright(session, request)).containsExactly(191, 64);
        }
    }

    private static GenerationSession open(Path file, ModelArchitecture wanted) {
        return GenerationSession.open(
                file, wanted, Precision.FLOAT32, Device.cpu(), new PixelCodec(), SETTINGS);
    }

    /** The first pixel of every picture. */
    private static List<Integer> bright(GenerationSession session, GenerationRequest request) {
        List<Picture> pictures = session.generate(request, new Cancellation()).pictures();
        return pictures.stream().map(p -> p.pixels()[0] & 0xff).toList();
    }
}
