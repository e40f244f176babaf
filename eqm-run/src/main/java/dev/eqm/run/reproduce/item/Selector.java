package dev.eqm.run.reproduce.item;

import static dev.eqm.core.check.Check.require;

import java.util.Locale;

/**
 * Which number of an item's table is meant: {@code ARM}, {@code ARM at PLACE}, {@code QUANTITY of
 * ARM at PLACE}, or a plain number.
 *
 * @param quantity what stands beside the measure, such as {@code calls}; empty: the measure itself
 * @param arm its name; empty for a plain number
 * @param place of the table; empty: every place
 * @param number the plain number; NaN for an arm
 */
public record Selector(String quantity, String arm, String place, double number) {
    private static final String AT = " at ";
    private static final String OF = " of ";

    /** Whether a text can be the name of an arm: it cannot be mistaken for a part of a selector. */
    static boolean isName(String text) {
        return !text.isBlank()
                && text.equals(text.strip())
                && !(" " + text + " ").contains(AT)
                && !(" " + text + " ").contains(OF)
                && !text.matches(".*[<>=].*")
                && !isNumber(text);
    }

    private static boolean isNumber(String text) {
        return text.matches("-?[0-9]+(\\.[0-9]+)?([eE]-?[0-9]+)?");
    }

    /** Reads one. */
    static Selector of(String text) {
        String rest = text.strip();
        require(!rest.isEmpty(), "a side of a comparison is empty, got '%s'", text);
        if (isNumber(rest)) {
            return new Selector("", "", "", Double.parseDouble(rest));
        }
        int of = rest.lastIndexOf(OF); // a quantity may hold one, an arm may not
        String quantity = of < 0 ? "" : rest.substring(0, of).strip();
        rest = of < 0 ? rest : rest.substring(of + OF.length());
        int at = rest.indexOf(AT);
        String place = at < 0 ? "" : rest.substring(at + AT.length()).strip();
        String arm = at < 0 ? rest : rest.substring(0, at);
        return new Selector(quantity, arm.strip(), place, Double.NaN);
    }

    /** Whether it is a plain number. */
    public boolean isConstant() {
        return arm.isEmpty();
    }

    /** The same at a place. */
    public Selector at(String other) {
        return isConstant() ? this : new Selector(quantity, arm, other, number);
    }

    /** As it is written in files. */
    @Override
    public String toString() {
        if (isConstant()) {
            return number == Math.rint(number)
                    ? String.format(Locale.ROOT, "%.0f", number)
                    : Double.toString(number);
        }
        return (quantity.isEmpty() ? "" : quantity + OF)
                + arm
                + (place.isEmpty() ? "" : AT + place);
    }
}
