package dev.eqm.cli.golden;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What cases.json says of an array.
 *
 * <p>Each array has tolerances of its own, because errors grow along a computation: a table is
 * right to the last bits, the end of a trajectory is not.
 *
 * @param expected true: to be compared; false: an input
 * @param what its meaning in words; some hold a setting that is nowhere else
 * @param atol absolute tolerance of an expected array
 * @param rtol tolerance relative to the expected value
 */
record ArraySpec(
        String name, long[] shape, boolean expected, String what, double atol, double rtol) {
    /** All arrays of a case, in order. */
    static Map<String, ArraySpec> all(JsonFields settings) {
        Map<String, ArraySpec> all = new LinkedHashMap<>();
        JsonFields arrays = settings.object("arrays");
        for (String name : arrays.keys()) {
            all.put(name, of(name, arrays.object(name)));
        }
        return all;
    }

    /** One array; only what is compared has a tolerance. */
    private static ArraySpec of(String name, JsonFields fields) {
        String role = fields.text("role");
        boolean expected = role.equals("expected");
        GoldenException.require(
                expected || role.equals("input"),
                fields.where(),
                "role must be input or expected, got %s",
                role);
        return new ArraySpec(
                name,
                fields.shape("shape"),
                expected,
                fields.text("what", ""),
                expected ? fields.number("atol") : 0,
                expected ? fields.number("rtol") : 0);
    }
}
