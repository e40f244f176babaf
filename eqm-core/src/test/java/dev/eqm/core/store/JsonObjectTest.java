package dev.eqm.core.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonObjectTest {
    @Test
    void keysKeepTheOrderInWhichTheyCame() {
        JsonObject all =
                JsonObject.of("z", 1)
                        .with("a", null)
                        .withIf(true, "m", "yes")
                        .withIf(false, "left out", "no")
                        .withAll(JsonObject.of("y", 2).with("b", 3));
        assertEquals("{\"z\":1,\"a\":null,\"m\":\"yes\",\"y\":2,\"b\":3}", Json.write(all));
    }

    @Test
    void aKeyNamedAgainKeepsItsPlaceAndTakesTheNewValue() {
        JsonObject all = JsonObject.of("a", 1).with("b", 2).with("a", 3);
        assertEquals("{\"a\":3,\"b\":2}", Json.write(all));
    }

    @Test
    void theMapThatItStartsWithStaysAsItIs() {
        Map<String, Integer> start = new LinkedHashMap<>(Map.of("a", 1));
        assertEquals("{\"a\":1,\"b\":2}", Json.write(JsonObject.of(start).with("b", 2)));
        assertEquals(Map.of("a", 1), start);
    }

    @Test
    void eachMakesOneEntryForEachOfAMap() {
        Map<String, Integer> start = ordered();
        assertEquals("{\"q\":20,\"b\":10}", Json.write(JsonObject.each(start, n -> 10 * n)));
    }

    private static Map<String, Integer> ordered() {
        Map<String, Integer> all = new LinkedHashMap<>();
        all.put("q", 2);
        all.put("b", 1);
        return all;
    }
}
