package dev.eqm.run.config;

import static dev.eqm.run.config.ConfigProblemsTest.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What of YAML is not allowed in a configuration. */
class YamlParserTest {
    @Test
    void oneDocumentOnly() {
        assertThat(problems("train: {seed: 1}\n---\ntrain: {seed: 2}\n"))
                .containsExactly(
                        "x.yaml:2:1: a second YAML document starts here; only one is allowed");
    }

    @Test
    void noAnchorsAliasesOrTags() {
        assertThat(problems("train: &t {seed: 1}\ndata: *t\nloss:\n  weight: !!float 3\n"))
                .containsExactly(
                        "x.yaml:1:8: anchor '&t' is not supported; write the value out",
                        "x.yaml:2:7: alias '*t' is not supported; write the value out",
                        "x.yaml:4:11: tag 'tag:yaml.org,2002:float' is not supported; remove it");
        assertThat(problems("train: !Train {}"))
                .containsExactly("x.yaml:1:8: tag '!Train' is not supported; remove it");
        assertThat(problems("data: !x [1]"))
                .containsExactly("x.yaml:1:7: tag '!x' is not supported; remove it");
    }

    @Test
    void theRootIsAMapping() {
        assertThat(problems("hello"))
                .containsExactly("x.yaml:1:1: must be a mapping such as {key: value}");
        assertThat(problems("# a\n- 1\n"))
                .containsExactly("x.yaml:1:1: must be a mapping such as {key: value}");
        assertThat(problems("null")).hasSize(1);
    }

    @Test
    void keysAreNames() {
        assertThat(problems("train:\n  ? [a, b]\n  : 3\n"))
                .containsExactly("x.yaml:2:5: a key must be a plain name, got [...]");
    }

    @Test
    void brokenYamlNamesThePlace() {
        assertThat(problems("train:\n  seed: 1\n\tsteps: 2\n"))
                .containsExactly(
                        "x.yaml:3:1: not YAML: while scanning for the next token, found character"
                                + " '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for"
                                + " indentation)");
        assertThat(problems("train: {seed: 1\n"))
                .hasSize(1)
                .first()
                .asString()
                .contains("x.yaml:2:1");
        assertThat(problems("a: b: c"))
                .containsExactly("x.yaml:1:5: not YAML: mapping values are not allowed here");
        assertThat(problems("train:\n  seed: \u0001\n"))
                .containsExactly("x.yaml:2:9: not YAML: character U+0001 is not allowed");
        assertThat(problems("train:\n\u0001\n"))
                .containsExactly("x.yaml:2:1: not YAML: character U+0001 is not allowed");
        assertThat(problems("\u0001"))
                .containsExactly("x.yaml:1:1: not YAML: character U+0001 is not allowed");
        assertThat(problems("# \uD83D\uDE00 \r\n\r\na: \u0001"))
                .containsExactly("x.yaml:3:4: not YAML: character U+0001 is not allowed");
    }

    @Test
    void aByteOrderMarkIsNoText() {
        assertThat(problems("\uFEFFtrain: {sed: 1}").get(0))
                .startsWith("x.yaml:1:9: unknown key 'train.sed'");
    }

    @Test
    void longFilesMayHoldAnyCharacter() {
        for (String pad : List.of("", " ")) {
            String comment = "#" + pad + "\uD83D\uDE00".repeat(3000);
            assertThat(problems(comment + "\ntrain: {sed: 1}").get(0))
                    .startsWith("x.yaml:2:9: unknown key 'train.sed'");
            assertThat(problems(comment + "\na: \u0001"))
                    .containsExactly("x.yaml:2:4: not YAML: character U+0001 is not allowed");
        }
        String half = "# " + "x".repeat(1022) + "\uD83D";
        assertThat(problems(half).get(0)).endsWith("character U+D83D is not allowed");
    }

    @Test
    void depthIsBounded() {
        assertThat(problems("[".repeat(100_000)))
                .containsExactly("x.yaml:1:66: nested deeper than 64 levels");
    }
}
