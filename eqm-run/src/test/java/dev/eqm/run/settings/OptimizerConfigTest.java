package dev.eqm.run.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.run.config.ConfigDiff;
import dev.eqm.run.config.ConfigException;
import dev.eqm.run.config.ConfigReader;
import dev.eqm.run.config.ConfigWriter;
import dev.eqm.run.config.Kinds;
import dev.eqm.train.optim.AdamW;
import dev.eqm.train.optim.Muon;
import dev.eqm.train.optim.Optimizer;
import dev.eqm.train.optim.Optimizers;
import dev.eqm.train.optim.Sgd;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a file says which optimiser; files that knew AdamW alone keep their meaning and bytes. */
class OptimizerConfigTest {
    private static final ConfigReader READER = new ConfigReader(RunKinds.all());
    private static final ConfigWriter WRITER = new ConfigWriter(RunKinds.all());

    private static RunConfig read(String yaml, String... settings) {
        return READER.read(RunConfig.DEFAULT, yaml, "test", List.of(settings));
    }

    static List<Optimizer> optimizers() {
        return List.copyOf(Optimizers.examples().values());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "optimizer: {learningRate: 0.002, weightDecay: 0.1}",
                "optimizer: {kind: adamw, learningRate: 0.002, weightDecay: 0.1}"
            })
    void aFileWithoutAKindMeansAdamWAndIsWrittenAsBefore(String yaml) {
        RunConfig config = read(yaml);
        assertThat(config.optimizer()).isEqualTo(new AdamW(0.002, 0.9, 0.999, 1e-8, 0.1));
        assertThat(WRITER.toYaml(config))
                .contains(
                        """

                        optimizer:
                          learningRate: 0.002
                          beta1: 0.9
                          beta2: 0.999
                          epsilon: 1.0e-8
                          weightDecay: 0.1
                        rate:
                          kind: constant
                        """);
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void whatIsWrittenIsRead(Optimizer optimizer) {
        RunConfig config = read("optimizer: {kind: " + optimizer.name() + "}");
        assertThat(config.optimizer()).isEqualTo(optimizer);
        String yaml = WRITER.toYaml(config);
        assertThat(read(yaml)).isEqualTo(config);
        assertThat(yaml.contains("kind: " + optimizer.name()))
                .isEqualTo(!optimizer.equals(AdamW.DEFAULT));
    }

    @Test
    void settingsChooseAndChange() {
        RunConfig sgd = read("optimizer: {learningRate: 0.002}", "optimizer.kind=sgd");
        assertThat(sgd.optimizer()).isEqualTo(Sgd.DEFAULT);
        Optimizer muon =
                read(
                                "optimizer: {kind: muon, adamW: {learningRate: 0.001}}",
                                "optimizer.momentum=0.9",
                                "optimizer.adamWFor=[first.]")
                        .optimizer();
        AdamW published = Muon.DEFAULT.adamW();
        AdamW adamW = new AdamW(0.001, published.beta1(), published.beta2(), 1e-10, 0);
        assertThat(muon).isEqualTo(new Muon(0.02, 0.9, true, 0, List.of("first."), adamW));
    }

    @Test
    void mistakesAreTold() {
        assertThatThrownBy(() -> read("optimizer: {kind: sdg}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("must be one of adamw, sgd, muon", "'sgd'");
        assertThatThrownBy(() -> read("optimizer: {momentum: 0.9}"))
                .hasMessageContainingAll("unknown key 'optimizer.momentum'", "kind 'sgd', 'muon'");
        assertThatThrownBy(() -> read("optimizer: {kind: sgd, nesterov: true, momentum: 0}"))
                .hasMessageContainingAll("optimizer.nesterov", "needs a momentum above 0");
    }

    @Test
    void anotherKindIsADifference() {
        List<ConfigDiff.Difference> found =
                new ConfigDiff(RunKinds.all())
                        .between(read(""), read("", "optimizer={kind: sgd, momentum: 0.5}"));
        assertThat(found).hasSize(1);
        assertThat(found.get(0).left()).startsWith("{kind: adamw, learningRate: 0.0001");
        assertThat(found.get(0).right())
                .isEqualTo(
                        "{kind: sgd, learningRate: 0.01, momentum: 0.5, nesterov: false, weightDecay: 0.0}");
    }

    @Test
    void onlyAKindThatExistsMayBeSilent() {
        assertThatThrownBy(
                        () ->
                                Kinds.none()
                                        .with(Optimizer.class, Map.of("sgd", Sgd.DEFAULT), "adam"))
                .hasMessageContaining("there is no 'adam'");
    }
}
