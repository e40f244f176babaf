package dev.eqm.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.nn.RandomParameters;
import dev.eqm.models.sit.SiTConfig;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Networks opened for sampling answer what whole ones answer. */
@ExtendWith(LeakCheck.class)
class FoldedSiTTest {
    private static final SiTConfig CONFIG =
            new SiTConfig(8, 2, 4, 48, 3, 4, 4, 300, 0.1, true, false);

    @TempDir Path folder;

    private Path file(SiTConfig config) {
        Path file = folder.resolve("model.safetensors");
        try (Parameters random = RandomParameters.of(config.specs(), 3)) {
            ModelFile.write(file, config, random);
        }
        return file;
    }

    private static float[] answer(FieldModel model, Arena arena, long[] labels, int... rows) {
        int n = rows.length == 0 ? labels.length : rows.length;
        SiTConfig c = (SiTConfig) model.architecture();
        int size = c.channels() * c.imageSize() * c.imageSize();
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open();
                FieldModel.Conditioned all = model.condition(labels, 0.3)) {
            NDArray x =
                    arena.of(
                            RandomParameters.normal(n * size, 1, 8),
                            n,
                            c.channels(),
                            c.imageSize(),
                            c.imageSize());
            if (rows.length == 0) {
                return all.gradient(x).toFloatArray();
            }
            try (FieldModel.Conditioned some = all.restricted(rows)) {
                return some.gradient(x).toFloatArray();
            }
        }
    }

    private static void assertSame(float[] got, float[] want) {
        assertSame(got, want, 1e-5f);
    }

    private static void assertSame(float[] got, float[] want, float tolerance) {
        assertThat(got).hasSameSizeAs(want);
        for (int i = 0; i < got.length; i++) {
            assertThat(got[i]).isCloseTo(want[i], offset(tolerance));
        }
    }

    /** Its layers are read from the file, which stays open for all threads. */
    @Test
    void aThreadThatIsInterruptedSpoilsNothing(Arena arena) {
        try (FieldModel folded =
                ModelFile.readForSampling(file(CONFIG), Precision.FLOAT32, Device.cpu())) {
            Thread.currentThread().interrupt();
            float[] first = answer(folded, arena, new long[] {7});
            assertThat(Thread.interrupted()).isTrue();
            assertThat(answer(folded, arena, new long[] {8, 9})).hasSize(2 * first.length);
        }
    }

    /** Repeated labels, labels seen before, null labels, and more labels than are kept. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void answersAreThoseOfTheWholeNetwork(Precision precision, Arena arena) {
        // a last bit of a modulation may turn the rounding to 8 bits over
        float tolerance = precision == Precision.FLOAT32 ? 1e-5f : 2e-2f;
        Path file = file(CONFIG);
        try (FieldModel whole = ModelFile.read(file, precision, Device.cpu());
                FieldModel folded = ModelFile.readForSampling(file, precision, Device.cpu())) {
            for (long[] labels :
                    new long[][] {
                        {5, 5, 300},
                        {7, 5, 300, 2},
                        {299},
                        LongStream.range(20, 290).toArray(),
                        {5, 7}
                    }) {
                assertSame(answer(folded, arena, labels), answer(whole, arena, labels), tolerance);
            }
            long[] labels = {9, 3, 300};
            assertSame(
                    answer(folded, arena, labels, 2, 0),
                    answer(whole, arena, labels, 2, 0),
                    tolerance);
        }
    }

    @Test
    void adaLNWeightsAreNotInMemory() {
        Path file = file(CONFIG);
        try (FieldModel folded = ModelFile.readForSampling(file, Precision.FLOAT32, Device.cpu())) {
            assertThat(folded.parameters().specs())
                    .isNotEmpty()
                    .noneMatch(spec -> spec.name().contains("adaLN"));
            long d = CONFIG.width();
            long adaLN = CONFIG.depth() * (6 * d * d + 6 * d) + 2 * d * d + 2 * d;
            long all = CONFIG.specs().stream().mapToLong(spec -> spec.size()).sum();
            assertThat(folded.parameters().count()).isEqualTo(all - adaLN);
            assertThat(folded.architecture()).isEqualTo(CONFIG);
            assertThat(folded.parameters().all()).noneMatch(NDArray::hasGradient);
        }
    }

    @Test
    void theFileMayGo(Arena arena) throws IOException {
        Path file = file(CONFIG);
        long[] labels = {1, 2};
        try (FieldModel whole = ModelFile.read(file, Precision.FLOAT32, Device.cpu());
                FieldModel folded =
                        ModelFile.readForSampling(file, Precision.FLOAT32, Device.cpu())) {
            Files.delete(file);
            assertSame(answer(folded, arena, labels), answer(whole, arena, labels));
        }
    }

    @Test
    void aFileThatIsCutShortIsNamed(Arena arena) throws IOException {
        Path file = file(CONFIG);
        try (FieldModel folded = ModelFile.readForSampling(file, Precision.FLOAT32, Device.cpu())) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(channel.size() - 4); // the last adaLN bias, on a page that stays
            }
            assertThatThrownBy(() -> answer(folded, arena, new long[] {1}))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("truncated");
        }
    }

    /** A network that sees time keeps all its weights: modulations change every step. */
    @Test
    void networksThatSeeTimeAreWhole(Arena arena) {
        SiTConfig timed = new SiTConfig(8, 4, 1, 16, 1, 2, 2, 4, 0.1, false, true);
        Path file = file(timed);
        long[] labels = {1, 4};
        try (FieldModel whole = ModelFile.read(file, Precision.FLOAT32, Device.cpu());
                FieldModel mapped =
                        ModelFile.readForSampling(file, Precision.FLOAT32, Device.cpu())) {
            assertThat(mapped.parameters().specs()).hasSameSizeAs(whole.parameters().specs());
            assertSame(answer(mapped, arena, labels), answer(whole, arena, labels));
        }
    }

    @Test
    void unknownLabelsAreRefused() {
        try (FieldModel folded =
                ModelFile.readForSampling(file(CONFIG), Precision.FLOAT32, Device.cpu())) {
            assertThatThrownBy(() -> folded.condition(new long[] {301}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("label 301");
        }
    }
}
