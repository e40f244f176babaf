package dev.eqm.run.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told about a file that says something wrong. */
class ConfigProblemsTest {
    static List<String> problems(String yaml, String... settings) {
        ConfigReader reader = new ConfigReader(Toy.KINDS);
        List<String> told = new ArrayList<>();
        assertThatThrownBy(() -> reader.read(Toy.DEFAULT, yaml, "x.yaml", List.of(settings)))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> {
                            told.addAll(e.problems());
                            assertThat(e).hasMessage(String.join("\n", told));
                        });
        return told;
    }

    /** The value stands at line 2, column 3; the expected text is what follows the path. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "train | steps: 1.5      | = 1.5: must be a whole number",
                "train | steps: 1e3      | = 1e3: must be a whole number",
                "train | steps: '12'     | = \"12\": must be a whole number, without quotes",
                "train | steps: 1_000    | = 1_000: must be a whole number, without underscores",
                "train | steps: 010      | = 010: must be a whole number",
                "train | steps: true     | = true: must be a whole number",
                "train | steps: []       | = []: must be a whole number, not a list",
                "train | steps: {a: 1}   | = {...}: must be a whole number, not a mapping",
                "train | steps: 2147483648 | = 2147483648: out of range; must be a whole number"
                        + " from -2147483648 to 2147483647",
                "train | seed: 9223372036854775808 | = 9223372036854775808: out of range; must be a"
                        + " whole number from -9223372036854775808 to 9223372036854775807",
                "train | rate: fast      | = fast: must be a number",
                "train | rate: '1.0'     | = \"1.0\": must be a number, without quotes",
                "train | rate: 1_0.0     | = 1_0.0: must be a number, without underscores",
                "train | rate: .inf      | = .inf: must be finite",
                "train | rate: .NaN      | = .NaN: must be finite",
                "train | rate: 1e999     | = 1e999: out of range; the largest number is"
                        + " 1.7976931348623157E308",
                "train | rate: 1e-999    | = 1e-999: out of range; the smallest positive number is"
                        + " 4.9E-324",
                "train | rate: 0x10      | = 0x10: must be a number",
                "train | flips: yes      | = yes: must be true or false",
                "train | flips: 1        | = 1: must be true or false",
                "train | flips: 'true'   | = \"true\": must be true or false, without quotes",
                "train | precision: FLOAT32 | = FLOAT32: must be one of float32, bfloat16,"
                        + " tensor-float-32; did you mean 'float32'?",
                "train | precision: xyz  | = xyz: must be one of float32, bfloat16,"
                        + " tensor-float-32",
                "train | seed: ~ | = ~: no value; add one, or remove the key to keep the default",
                "train | seed: | = (nothing): no value; add one, or remove the key to keep the default",
                "data  | name: 12        | = 12: must be text; put it in quotes: \"12\"",
                "data  | name: true      | = true: must be text; put it in quotes: \"true\"",
                "data  | name: [a]       | = [...]: must be text, not a list",
                "data  | folder: 1.5     | = 1.5: must be a path; put it in quotes: \"1.5\"",
                "data  | folder: \"\\0\" | = \"\\u0000\": must be a path: Nul character not allowed",
                "data  | sizes: 3        | = 3: must be a list such as [first, second], given as a"
                        + " whole",
                "data | sizes: null | = null: no value; add one, or remove the key to keep the default",
                "loss  | schedule: linear | = linear: must be a mapping such as {kind: ...}",
                "loss | schedule: null | = null: no value; add one, or remove the key to keep the default"
            })
    void namesPlaceValueAndRule(String section, String line, String expected) {
        String path = section + "." + line.substring(0, line.indexOf(':'));
        assertThat(problems(section + ":\n  " + line + "\n"))
                .containsExactly("x.yaml:2:3: " + path + " " + expected);
    }

    @Test
    void unknownKeysNameTheNearestOneAndAllTheOthers() {
        assertThat(problems("train:\n  seed: 1\n  batchSzie: 3\n"))
                .containsExactly(
                        "x.yaml:3:3: unknown key 'train.batchSzie'; did you mean 'batchSize'?"
                                + " (known: steps, seed, batchSize, rate, flips, precision)");
        assertThat(problems("train: {batch_size: 3}")).first().asString().contains("'batchSize'?");
        assertThat(problems("train: {zzz: 3}"))
                .containsExactly(
                        "x.yaml:1:9: unknown key 'train.zzz'"
                                + " (known: steps, seed, batchSize, rate, flips, precision)");
    }

    @Test
    void anUnknownKeyThatExistsElsewhereSaysWhere() {
        assertThat(problems("seed: 3"))
                .containsExactly(
                        "x.yaml:1:1: unknown key 'seed'; there is 'train.seed'"
                                + " (known: train, loss, data, phases, curves)");
        assertThat(problems("train.seed: 3"))
                .containsExactly(
                        "x.yaml:1:1: unknown key 'train.seed'; there is 'train.seed'; in a file, nest "
                                + "the keys, one per line (known: train, loss, data, phases, curves)");
        assertThat(problems("loss: {seed: 3}"))
                .containsExactly(
                        "x.yaml:1:8: unknown key 'loss.seed'; there is 'train.seed'"
                                + " (known: schedule, weight)");
    }

    @Test
    void aKeyOfAnotherKindNamesThatKind() {
        assertThat(problems("loss: {schedule: {b: 1.5}}"))
                .containsExactly(
                        "x.yaml:1:19: unknown key 'loss.schedule.b'; it belongs to kind 'piecewise'"
                                + " (known to kind linear: kind, lambda)");
    }

    @Test
    void anUnknownKindNamesTheKnownOnes() {
        assertThat(problems("loss:\n  schedule:\n    a: 0.2\n    kind: truncatd\n"))
                .containsExactly(
                        "x.yaml:4:5: loss.schedule.kind = truncatd: must be one of constant, "
                                + "linear, truncated, piecewise, zero; did you mean 'truncated'?");
        assertThat(problems("loss: {schedule: {kind: [linear]}}"))
                .containsExactly(
                        "x.yaml:1:19: loss.schedule.kind = [...]: must be "
                                + "one of constant, linear, truncated, piecewise, zero");
        assertThat(problems("loss: {schedule: {kind: }}"))
                .containsExactly(
                        "x.yaml:1:19: loss.schedule.kind = (nothing): must be "
                                + "one of constant, linear, truncated, piecewise, zero");
    }

    @Test
    void itemsOfListsHaveNoDefaults() {
        assertThat(problems("phases:\n  - steps: 1\n  - {name: b, steps: x}\n  - 3\n"))
                .containsExactly(
                        "x.yaml:2:5: missing key 'phases[0].name'",
                        "x.yaml:3:15: phases[1].steps = x: must be a whole number",
                        "x.yaml:4:5: phases[2] = 3: must be a mapping such as {key: value}");
        assertThat(problems("curves: [{a: 1}]"))
                .containsExactly(
                        "x.yaml:1:10: curves[0]: the key 'kind' is missing; it must be "
                                + "one of constant, linear, truncated, piecewise, zero");
        assertThat(problems("data:\n  sizes:\n  - 1\n  - 2.5\n  -\n"))
                .containsExactly(
                        "x.yaml:4:5: data.sizes[1] = 2.5: must be a whole number",
                        "x.yaml:5:4: data.sizes[2] = (nothing): no value; add one, or remove the key to keep the default");
    }

    @Test
    void duplicateKeysAreRefused() {
        assertThat(problems("train:\n  seed: 1\n  seed: 2\ntrain: {steps: 500}\n"))
                .containsExactly(
                        "x.yaml:3:3: duplicate key 'train.seed'; first written at x.yaml:2:3",
                        "x.yaml:4:1: duplicate key 'train'; first written at x.yaml:1:1");
    }

    @Test
    void constructorsAreQuotedWithThePlaceOfTheirComponent() {
        assertThat(
                        problems(
                                "train:\n  seed: 1\nloss:\n  schedule:\n    kind: truncated\n    a: 1.0"))
                .containsExactly("x.yaml:6:5: loss.schedule.a = 1.0: must lie in [0, 1)");
        assertThat(problems("phases:\n- name: x\n  steps: -1"))
                .containsExactly("x.yaml:3:3: phases[0].steps = -1: must not be negative");
    }

    @Test
    void aDefaultThatNoLongerFitsIsToldAtItsRecord() {
        assertThat(problems("loss:\n  schedule:\n    kind: piecewise\n    a: 1.5\n"))
                .containsExactly(
                        "x.yaml:2:3: loss.schedule.b = 1.4: b must be at least a, got a = 1.5,"
                                + " b = 1.4");
    }

    @Test
    void aRuleOverSeveralSectionsIsToldAtThePathItNames() {
        assertThat(problems("data: {name: b}\ntrain:\n  batchSize: 4000\n"))
                .containsExactly(
                        "x.yaml:3:3: train.batchSize = 4000: train.batchSize must not exceed"
                                + " train.steps, got 4000");
        assertThat(problems("\n\nloss: {weight: 1000}"))
                .containsExactly("x.yaml:1:1: This loss would swamp everything");
    }

    @Test
    void aRecordWithARefusedPartIsNotJudged() {
        assertThat(problems("train: {batchSzie: 0, steps: 0}")).hasSize(1);
        assertThat(problems("train: {seed: x, steps: 0}")).hasSize(1);
        assertThat(problems("train: {seed: 1, seed: 2, steps: 0}")).hasSize(1);
        assertThat(problems("loss: {schedule: linear, weight: 1000}")).hasSize(1);
        assertThat(problems("loss: {schedule: {kind: x}, weight: 1000}")).hasSize(1);
        assertThat(problems("train: 3", "train.steps=0", "loss.weight=1000")).hasSize(1);
    }

    @Test
    void everythingIsToldTogetherAndNothingTwice() {
        assertThat(
                        problems(
                                """
                                trian: {}
                                train:
                                  batchSize: 0
                                  sede: 2
                                loss:
                                  schedule: {kind: truncated, a: -1}
                                  weight: [1]
                                data:
                                  name: 3
                                """,
                                "train.rate=x"))
                .containsExactly(
                        "x.yaml:1:1: unknown key 'trian'; did you mean 'train'?"
                                + " (known: train, loss, data, phases, curves)",
                        "x.yaml:4:3: unknown key 'train.sede'; did you mean 'seed'?"
                                + " (known: steps, seed, batchSize, rate, flips, precision)",
                        "x.yaml:6:31: loss.schedule.a = -1.0: must lie in [0, 1)",
                        "x.yaml:7:3: loss.weight = [...]: must be a number, not a list",
                        "x.yaml:9:3: data.name = 3: must be text; put it in quotes: \"3\"",
                        "train.rate=x: must be a number");
    }
}
