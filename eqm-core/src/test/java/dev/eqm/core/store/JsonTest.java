package dev.eqm.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void readsEveryKindOfValue() {
        Object value =
                Json.parse(
                        " {\"z\" : [1, -2.5e-3, true, false, null],\r\n\t\"a\":{}, \"l\":[ ],"
                                + "\"s\":\"\\u00e9\\n\\/\\\\\\\"\\ud83d\\ude00γ\"} ");
        assertThat(value)
                .isInstanceOfSatisfying(
                        Map.class,
                        map -> {
                            assertThat(map.keySet().toString()).isEqualTo("[z, a, l, s]");
                            assertThat(map.get("z"))
                                    .isEqualTo(Arrays.asList(1L, -0.0025, true, false, null));
                            assertThat(map.get("a")).isEqualTo(Map.of());
                            assertThat(map.get("l")).isEqualTo(List.of());
                            assertThat(map.get("s")).isEqualTo("é\n/\\\"😀γ");
                        });
    }

    @ParameterizedTest
    @CsvSource({"0,0", "-7,-7", "9223372036854775807,9223372036854775807"})
    void integersAreLongs(String text, long expected) {
        assertThat(Json.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1.0,1", "1e3,1000", "1E+3,1000", "-0.0,-0.0", "1e-400,0", "0.1,0.1"})
    void fractionsAndExponentsAreDoubles(String text, double expected) {
        assertThat(Json.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "[1",
                "[1,",
                "[1,]",
                "{,}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":1 \"b\":2}",
                "[1 2]",
                "01",
                "-",
                "+1",
                ".5",
                "1.",
                "1e",
                "1e+",
                "0x1",
                "NaN",
                "Infinity",
                "-Infinity",
                "tru",
                "True",
                "nul",
                "\"",
                "\"a",
                "\"\\\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\\u١٢٣٤\"",
                "\"\t\"",
                "1 2",
                "{}}",
                "[]]",
                "\u00a01",
                "\ufeff1",
                "1e999",
                "9223372036854775808",
                "\"\\ud800\"",
                "\"\\udc00\\ud800\"",
                "{\"a\":1,\"a\":2}",
                "// x\n1"
            })
    void refusesWhatIsNotStrictJson(String text) {
        assertThat(catchThrowableOfType(JsonException.class, () -> Json.parse(text)))
                .as(text)
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1, x]|4|expected a value, found 'x'",
                "{\"a\":1, \"a\":2}|8|key \"a\" appears twice",
                "[1|2|expected ']', found the end",
                "[1] 2|4|expected the end of the text, found '2'",
            })
    void errorsNameTheOffset(String text, int offset, String problem) {
        JsonException e = catchThrowableOfType(JsonException.class, () -> Json.parse(text));
        assertThat(e).hasMessage("JSON, offset " + offset + ": " + problem);
    }

    @Test
    void depthIsLimited() {
        assertThat(Json.parse("[".repeat(64) + "]".repeat(64))).isNotNull();
        String deep = "[".repeat(100_000);
        assertThat(catchThrowableOfType(JsonException.class, () -> Json.parse(deep)))
                .hasMessageContaining("more than 64 levels");
        List<Object> itself = new ArrayList<>();
        itself.add(itself);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.write(itself))
                .withMessageContaining("64 levels");
    }

    @Test
    void writesOneLine() {
        assertThat(Json.write(sample()))
                .isEqualTo(
                        "{\"step\":5,\"loss\":0.1,\"tiny\":1.0E-9,\"f\":0.1,\"ok\":true,"
                                + "\"none\":null,\"list\":[1,[],{}],\"text\":\"a\\\"\\\\\\n\\u0001γ\"}");
    }

    @Test
    void writesIndented() {
        assertThat(Json.writePretty(Map.of("a", List.of(1, List.of(), Map.of("b", 2)))))
                .isEqualTo("{\n  \"a\": [\n    1,\n    [],\n    {\n      \"b\": 2\n    }\n  ]\n}");
    }

    @Test
    void writtenTextReadsBack() {
        Object read = Json.parse(Json.write(sample()));
        assertThat(Json.parse(Json.writePretty(read))).isEqualTo(read);
        assertThat(Json.write(read)).isEqualTo(Json.write(sample()));
        for (double x : new double[] {Math.PI, Double.MIN_VALUE, Double.MAX_VALUE, -0.0, 1e22}) {
            assertThat(Json.parse(Json.write(x))).isEqualTo(x);
        }
    }

    @Test
    void refusesToWriteWhatJsonCannotSay() {
        List<Object> bad =
                List.of(
                        Double.NaN,
                        Float.POSITIVE_INFINITY,
                        List.of(Double.NEGATIVE_INFINITY),
                        Map.of(1, 2),
                        new int[1],
                        new java.math.BigInteger("1"),
                        "\ud800");
        for (Object value : bad) {
            assertThatIllegalArgumentException()
                    .as("%s", value)
                    .isThrownBy(() -> Json.write(value))
                    .withMessageStartingWith("JSON ");
        }
    }

    private static Map<String, Object> sample() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("step", 5);
        map.put("loss", 0.1);
        map.put("tiny", 1e-9);
        map.put("f", 0.1f);
        map.put("ok", true);
        map.put("none", null);
        map.put("list", List.of(1L, List.of(), Map.of()));
        map.put("text", "a\"\\\n\u0001γ");
        return map;
    }
}
