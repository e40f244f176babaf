package dev.eqm.cli.command.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.eqm.cli.command.Cli;
import dev.eqm.core.data.FashionMnist;
import dev.eqm.core.device.Precision;
import dev.eqm.core.random.Seeds;
import dev.eqm.core.store.Json;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.sit.SiT;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.sample.likelihood.Dequantisation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class LikelihoodCommandTest {
    private static final int SIZE = 28 * 28;

    @TempDir private Path folder;

    /** A fresh network: it answers 0, so its flow keeps the standard Gaussian as it is. */
    private Path fresh(boolean time) {
        SiTConfig config = new SiTConfig(28, 7, 1, 16, 1, 2, 2, 10, 0.1, false, time);
        Path file = folder.resolve(time + ".safetensors");
        try (SiT model = SiT.fresh(config, Precision.FLOAT32, Device.cpu(), 0)) {
            ModelFile.write(file, config, model.parameters());
        }
        return file;
    }

    private Cli likelihood(Path file, String... more) {
        String[] all = {"likelihood", "--checkpoint", file.toString(), "--device", "cpu"};
        String[] both = java.util.Arrays.copyOf(all, all.length + more.length);
        System.arraycopy(more, 0, both, all.length, more.length);
        return Cli.run(both);
    }

    @Test
    void aFreshNetworkHasTheBitsOfAStandardGaussian() throws IOException {
        Path out = folder.resolve("out");
        Cli told =
                likelihood(
                        fresh(true),
                        "--count",
                        "5",
                        "--batch",
                        "2",
                        "--steps",
                        "3",
                        "--first",
                        "7",
                        "--out",
                        out.toString());
        assertThat(told.err()).isEmpty();
        assertThat(told.out()).contains("5 images of 784 numbers", "from number 7 on", "NFE 6");
        Map<?, ?> report = (Map<?, ?>) Json.parse(Files.readString(out.resolve("likelihood.json")));
        float[] pixels = new float[SIZE];
        double mean = 0;
        for (int i = 0; i < 5; i++) {
            FashionMnist.embedded().read(7 + i, pixels, 0);
            float[] x = Dequantisation.of(pixels, new long[] {Seeds.derive(0, i)});
            double squares = 0;
            for (float v : x) {
                squares += (double) v * v;
            }
            double nats = squares / SIZE / 2 + Math.log(2 * Math.PI) / 2 + Math.log(127.5);
            double bits = nats / Math.log(2);
            mean += bits / 5;
            double got = ((Number) ((List<?>) report.get("perImage")).get(i)).doubleValue();
            assertThat(got).isCloseTo(bits, within(1e-6));
        }
        double got = ((Number) report.get("bitsPerDimension")).doubleValue();
        assertThat(got).isCloseTo(mean, within(1e-6));
        assertThat(((Number) report.get("dataRangeTerm")).doubleValue())
                .isCloseTo(6.994353, within(1e-6));
        assertThat(told.out()).contains(String.format(java.util.Locale.ROOT, "%.4f", got));
        assertThat(likelihood(fresh(true), "--out", out.toString()).err())
                .contains("already exists");
    }

    @Test
    void wrongInputIsRefused() {
        Cli eqm = likelihood(fresh(false));
        assertThat(eqm.exit()).isEqualTo(2);
        assertThat(eqm.err()).contains("has no time input", "choose a Flow-Matching run");
        assertThat(likelihood(fresh(true), "--count", "1").err()).contains("at least 2");
        assertThat(likelihood(fresh(true), "--steps", "0").err())
                .contains("steps must be at least 1");
        assertThat(likelihood(fresh(true), "--count", "10001").err())
                .contains("there are only 10000");
    }
}
