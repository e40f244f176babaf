package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.loss.EqmLoss;
import dev.eqm.core.loss.FlowMatchingLoss;
import dev.eqm.core.loss.UnconditionalFlowMatchingLoss;
import dev.eqm.core.schedule.TruncatedDecay;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.sit.SiTPresets;
import dev.eqm.run.config.ConfigReader;
import dev.eqm.run.settings.EnergyChoice;
import dev.eqm.run.settings.ImageData;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.settings.RunKinds;
import dev.eqm.sample.integrator.Euler;
import dev.eqm.sample.integrator.Heun;
import dev.eqm.sample.sampler.GradientDescent;
import dev.eqm.sample.sampler.Nesterov;
import dev.eqm.train.optim.AdamW;
import dev.eqm.train.optim.Averages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The paper's ImageNet configurations against a table of what they must say. */
class ImagenetConfigsTest {
    private static RunConfig read(String name) {
        Path file = Cli.config("imagenet-" + name + ".yaml");
        return new ConfigReader(RunKinds.all()).read(RunConfig.DEFAULT, file, List.of());
    }

    /** Width, depth, heads and patch of SiT's Table 1; epochs as published. */
    @ParameterizedTest
    @CsvSource({
        "s2, S/2, 384, 12, 6, 2, 33, 80",
        "b2, B/2, 768, 12, 12, 2, 131, 80",
        "l2, L/2, 1024, 24, 16, 2, 458, 80",
        "xl2, XL/2, 1152, 28, 16, 2, 675, 1400",
        "b4, B/4, 768, 12, 12, 4, 130, 80",
        "b8, B/8, 768, 12, 12, 8, 131, 80",
        "b4-energy-dot, B/4, 768, 12, 12, 4, 130, 80",
        "b4-energy-norm, B/4, 768, 12, 12, 4, 130, 70",
        "b2-flow, B/2, 768, 12, 12, 2, 131, 80",
        "b2-flow-unconditional, B/2, 768, 12, 12, 2, 131, 80"
    })
    void sizesAndRecipe(
            String name,
            String preset,
            int width,
            int depth,
            int heads,
            int patch,
            long millions,
            long epochs) {
        RunConfig c = read(name);
        SiTConfig network = (SiTConfig) c.model().network();
        assertThat(network.width()).isEqualTo(width);
        assertThat(network.depth()).isEqualTo(depth);
        assertThat(network.heads()).isEqualTo(heads);
        assertThat(network.patchSize()).isEqualTo(patch);
        assertThat(network.imageSize()).isEqualTo(32);
        assertThat(network.channels()).isEqualTo(4);
        assertThat(network.classes()).isEqualTo(1000);
        assertThat(network.labelDropout()).isEqualTo(0.1);
        assertThat(network.learnSigma()).isTrue();
        assertThat(SiTPresets.get(preset).width()).isEqualTo(width);
        long numbers = network.specs().stream().mapToLong(s -> s.size()).sum();
        assertThat(Math.round(numbers / 1e6)).isEqualTo(millions);
        assertThat(c.optimizer()).isEqualTo(new AdamW(1e-4, 0.9, 0.999, 1e-8, 0));
        assertThat(c.ema()).isEqualTo(Averages.of(0.9999));
        assertThat(c.train().batchSize()).isEqualTo(256);
        assertThat(c.train().steps()).isEqualTo(epochs * 1_281_167 / 256);
        assertThat(c.train().clipNorm()).isZero();
        assertThat(c.data().source()).isInstanceOf(ImageData.Latents.class);
    }

    @ParameterizedTest
    @CsvSource({"s2", "b2", "l2", "b4", "b8", "b4-energy-dot", "b4-energy-norm"})
    void descentAsPublishedForB2(String name) {
        RunConfig c = read(name);
        assertThat(c.loss()).isEqualTo(new EqmLoss(new TruncatedDecay(0.8, 4)));
        assertThat(c.sampling().rule()).isEqualTo(new GradientDescent(0.003));
        assertThat(c.sampling().steps()).isEqualTo(249);
        assertThat(c.sampling().cfg()).isEqualTo(1);
        assertThat(c.sampling().integrates(c.model().architecture())).isFalse();
    }

    @Test
    void theLargestIsSampledAsPublished() {
        RunConfig c = read("xl2");
        assertThat(c.loss()).isEqualTo(new EqmLoss(new TruncatedDecay(0.8, 4)));
        assertThat(c.sampling().rule()).isEqualTo(new Nesterov(0.0017, 0.3));
        assertThat(c.sampling().steps()).isEqualTo(249);
        assertThat(c.sampling().cfg()).isEqualTo(1.5);
        assertThat(c.sampling().guidedChannels()).isEqualTo(3);
    }

    @Test
    void energies() {
        assertThat(read("b4-energy-dot").model().energy()).isEqualTo(EnergyChoice.explicit("dot"));
        assertThat(read("b4-energy-dot").isWarmStart()).isFalse();
        RunConfig norm = read("b4-energy-norm");
        assertThat(norm.model().energy())
                .isEqualTo(EnergyChoice.explicit("squared-norm-published"));
        assertThat(norm.warmStart()).isEqualTo("runs/imagenet-b4-start");
        assertThat(read("b4").model().energy()).isEqualTo(EnergyChoice.NONE);
    }

    @Test
    void baselines() {
        RunConfig flow = read("b2-flow");
        assertThat(flow.loss()).isEqualTo(new FlowMatchingLoss());
        assertThat(flow.model().timeConditional()).isTrue();
        assertThat(flow.sampling().integrator()).isEqualTo(new Heun());
        assertThat(flow.sampling().steps()).isEqualTo(125);
        RunConfig blind = read("b2-flow-unconditional");
        assertThat(blind.loss()).isEqualTo(new UnconditionalFlowMatchingLoss());
        assertThat(blind.model().timeConditional()).isFalse();
        assertThat(blind.sampling().integrates(blind.model().architecture())).isTrue();
        assertThat(blind.sampling().integrator()).isEqualTo(new Euler());
        assertThat(blind.sampling().steps()).isEqualTo(250);
    }

    /** A file that this table does not know is not checked: none may be added silently. */
    @Test
    void theTableKnowsEveryFile() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "configs"))) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .filteredOn(f -> f.startsWith("imagenet-"))
                    .hasSize(10);
        }
    }
}
