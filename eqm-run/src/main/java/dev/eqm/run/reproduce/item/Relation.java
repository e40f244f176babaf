package dev.eqm.run.reproduce.item;

import static dev.eqm.core.check.Check.require;

/**
 * Two numbers of an item's table that are said to rise together over its arms: {@code QUANTITY at
 * PLACE ~ QUANTITY at PLACE}. The measure itself is called {@code value}; tables without places
 * need none.
 *
 * @param left one number
 * @param right the other
 */
public record Relation(Side left, Side right) {
    /** What the measure itself is called. */
    public static final String VALUE = "value";

    private static final String SIGN = " ~ ";
    private static final String AT = " at ";

    /**
     * A number of every arm.
     *
     * @param quantity what stands beside the measure; empty: the measure itself
     * @param place of the table; empty for a table without places
     */
    public record Side(String quantity, String place) {
        private static Side of(String text) {
            String side = text.strip();
            int at = side.indexOf(AT);
            String name = (at < 0 ? side : side.substring(0, at)).strip();
            String place = at < 0 ? "" : side.substring(at + AT.length()).strip();
            require(
                    !name.isEmpty() && !name.endsWith(AT.stripTrailing()),
                    "a side of a relation must be QUANTITY or QUANTITY at PLACE, got '%s'",
                    text);
            return new Side(name.equals(VALUE) ? "" : name, place);
        }

        @Override
        public String toString() {
            return (quantity.isEmpty() ? VALUE : quantity) + (place.isEmpty() ? "" : AT + place);
        }
    }

    /** Reads one. */
    public static Relation of(String text) {
        int sign = text.indexOf(SIGN);
        require(
                sign > 0 && text.indexOf(SIGN, sign + 1) < 0,
                "a relation must be written QUANTITY at PLACE ~ QUANTITY at PLACE, got '%s'",
                text);
        return new Relation(
                Side.of(text.substring(0, sign)), Side.of(text.substring(sign + SIGN.length())));
    }

    @Override
    public String toString() {
        return left + SIGN + right;
    }
}
