package dev.eqm.run.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a valid file means. */
class ConfigReaderTest {
    private static Toy read(String yaml, String... settings) {
        return new ConfigReader(Toy.KINDS).read(Toy.DEFAULT, yaml, "x.yaml", List.of(settings));
    }

    @Test
    void nothingWrittenIsAllDefaults() {
        for (String empty : List.of("", "\n# only a comment\n", "---\n", "\uFEFF", "{}")) {
            assertThat(read(empty)).as("<%s>", empty).isEqualTo(Toy.DEFAULT);
        }
        ConfigReader reader = new ConfigReader(Toy.KINDS);
        assertThat(reader.read(Toy.DEFAULT, List.of())).isEqualTo(Toy.DEFAULT);
        assertThat(reader.read(Toy.DEFAULT, List.of("train.seed=3")).train().seed()).isEqualTo(3);
    }

    @Test
    void overlaysKeyByKeyAndReplacesLists() {
        Toy toy =
                read(
                        """
                        train:
                          seed: -9223372036854775808
                          rate: 1e-3
                          precision: tensor-float-32
                        data:
                          folder: "/a b/c"
                          name: >-
                            two
                            lines
                          sizes: [32]
                          crops:
                            - [0.5, 1]
                            - []
                        phases:
                          - name: 'one'
                            steps: 1
                          - {name: yes, steps: 2}
                        """);
        assertThat(toy.train())
                .isEqualTo(
                        new Toy.Train(
                                1000,
                                Long.MIN_VALUE,
                                64,
                                1e-3,
                                true,
                                Toy.Precision.TENSOR_FLOAT_32));
        assertThat(toy.data())
                .isEqualTo(
                        new Toy.Data(
                                Path.of("/a b/c"),
                                "two lines",
                                List.of(32),
                                List.of(List.of(0.5, 1.0), List.of())));
        assertThat(toy.phases()).containsExactly(new Toy.Phase("one", 1), new Toy.Phase("yes", 2));
        assertThat(toy.loss()).isEqualTo(Toy.DEFAULT.loss());
    }

    @Test
    void withoutAKindTheDefaultKindStays() {
        assertThat(read("loss: {schedule: {lambda: 2}}").loss().schedule())
                .isEqualTo(new Toy.Linear(2));
    }

    @Test
    void theSameKindKeepsTheDefaultsAndAnotherStartsFromItsExample() {
        assertThat(read("loss: {schedule: {kind: linear}}").loss().schedule())
                .isEqualTo(new Toy.Linear(4));
        assertThat(read("loss: {schedule: {a: 0.5, kind: truncated}}").loss().schedule())
                .isEqualTo(new Toy.Truncated(0.5, 4));
        assertThat(read("loss: {schedule: {kind: zero}}").loss().schedule())
                .isEqualTo(new Toy.Zero());
        assertThat(read("curves: [{kind: constant}, {kind: piecewise, b: 2}]").curves())
                .containsExactly(new Toy.Constant(1), new Toy.Piecewise(0.8, 2, 4));
    }

    @Test
    void settingsComeAfterTheFileAndTheLastOneWins() {
        Toy toy =
                read(
                        "train: {seed: 1, steps: 200}\nloss: {weight: 2}",
                        "train.seed=2",
                        "train.seed=3",
                        "data.name='a=b: c'",
                        "data.sizes=[1, 2]",
                        "loss={schedule: {lambda: 9}}");
        assertThat(toy.train().seed()).isEqualTo(3);
        assertThat(toy.train().steps()).isEqualTo(200);
        assertThat(toy.data().name()).isEqualTo("a=b: c");
        assertThat(toy.data().sizes()).containsExactly(1, 2);
        assertThat(toy.loss()).isEqualTo(new Toy.Loss(new Toy.Linear(9), 2));
    }

    @Test
    void aKindMayBeSetAfterItsKeysAndDropsWhatTheFileSaidOfAnother() {
        String file = "loss: {schedule: {kind: piecewise, b: 1.9}}";
        assertThat(read(file, "loss.schedule.kind=linear").loss().schedule())
                .isEqualTo(new Toy.Linear(1));
        assertThat(read(file, "loss.schedule.kind=piecewise").loss().schedule())
                .isEqualTo(new Toy.Piecewise(0.8, 1.9, 4));
        Toy toy = read("", "loss.schedule.a=0.25", "loss.schedule.kind=truncated");
        assertThat(toy.loss().schedule()).isEqualTo(new Toy.Truncated(0.25, 4));
    }

    @Test
    void aSettingRepairsWhatTheFileAloneWouldBreak() {
        String file = "loss: {schedule: {kind: truncated, a: 1.0}}\ntrain: {batchSize: 5000}";
        Toy toy = read(file, "loss.schedule.a=0.5", "train.steps=6000");
        assertThat(toy.loss().schedule()).isEqualTo(new Toy.Truncated(0.5, 4));
    }
}
