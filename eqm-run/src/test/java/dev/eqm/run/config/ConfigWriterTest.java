package dev.eqm.run.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How configurations look on disk. */
class ConfigWriterTest {
    private final ConfigWriter writer = new ConfigWriter(Toy.KINDS);

    @Test
    void writesEverythingInTheOrderOfTheComponents() {
        Toy toy =
                new Toy(
                        Toy.DEFAULT.train(),
                        new Toy.Loss(new Toy.Truncated(0.8, 4), 1e-8),
                        new Toy.Data(
                                Path.of("data/my set"),
                                "12",
                                Collections.nCopies(40, 256),
                                List.of(List.of(0.5, 1.0), List.of())),
                        List.of(new Toy.Phase("warm up", 10), new Toy.Phase("on", 0)),
                        List.of(new Toy.Zero(), new Toy.Constant(1)));
        assertThat(writer.toYaml(toy))
                .isEqualTo(
                        """
                        train:
                          steps: 1000
                          seed: 7
                          batchSize: 64
                          rate: 0.0001
                          flips: true
                          precision: float32
                        loss:
                          schedule:
                            kind: truncated
                            a: 0.8
                            lambda: 4.0
                          weight: 1.0e-8
                        data:
                          folder: data/my set
                          name: "12"
                          sizes:
                        %s  crops: [[0.5, 1.0], []]
                        phases:
                          - name: warm up
                            steps: 10
                          - name: "on"
                            steps: 0
                        curves:
                          - kind: zero
                          - kind: constant
                            lambda: 1.0
                        """
                                .formatted("    - 256\n".repeat(40)));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "-0.0, -0.0",
        "1, 1.0",
        "0.0001, 0.0001",
        "0.00001, 1.0e-5",
        "123456789.125, 123456789.125",
        "1e9, 1.0e+9",
        "-2.5e20, -2.5e+20",
        "3e-3, 0.003",
        "1234567, 1234567.0",
        "4.9e-324, 4.9e-324"
    })
    void numbersAreReadable(double value, String expected) {
        assertThat(ScalarText.of(value)).isEqualTo(expected);
        assertThat(Double.parseDouble(expected)).isEqualTo(value);
    }

    @Test
    void refusesWhatNoFileCouldSay() {
        Toy.Curve own = new Toy.Curve() {};
        assertThatThrownBy(() -> writer.toYaml(new Toy.Loss(new Toy.Linear(Double.NaN), 1)))
                .hasMessage("a configuration must contain only finite numbers, got NaN");
        record Stranger() implements Toy.Curve {}
        assertThatThrownBy(() -> writer.toYaml(new Toy.Loss(new Stranger(), 1)))
                .hasMessageContaining("is not registered, so config.yaml cannot name it");
        record Odd(float f) {}
        assertThatThrownBy(() -> writer.toYaml(new Odd(1)))
                .hasMessage(
                        "Odd.f: a configuration cannot hold a float; an interface needs its kinds");
        assertThatThrownBy(() -> Kinds.none().with(Toy.Curve.class, Map.of("own", own)))
                .hasMessageContaining("the example of 'own' must be a record");
    }

    @Test
    void differencesHaveBothValues() {
        Toy other =
                new ConfigReader(Toy.KINDS)
                        .read(
                                Toy.DEFAULT,
                                List.of(
                                        "train.rate=2e-4",
                                        "loss.schedule={kind: truncated, a: 0.5}",
                                        "phases=[{name: a, steps: 1}]"));
        assertThat(new ConfigDiff(Toy.KINDS).between(Toy.DEFAULT, other))
                .map(Object::toString)
                .containsExactly(
                        "train.rate: 0.0001 -> 0.0002",
                        "loss.schedule: {kind: linear, lambda: 4.0} ->"
                                + " {kind: truncated, a: 0.5, lambda: 4.0}",
                        "phases: [{name: warm up, steps: 10}] -> [{name: a, steps: 1}]");
    }
}
