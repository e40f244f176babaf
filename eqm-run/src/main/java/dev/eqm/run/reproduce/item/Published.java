package dev.eqm.run.reproduce.item;

import static dev.eqm.core.check.Check.require;

/**
 * A number of the paper: {@code ARM = NUMBER} or {@code ARM at PLACE = NUMBER}.
 *
 * @param of which number of the table it stands beside
 * @param value as printed in the paper
 */
public record Published(Selector of, double value) {
    /** Reads one. */
    static Published of(String text) {
        int sign = text.lastIndexOf(" = ");
        require(sign > 0, "a published number must be written ARM = NUMBER, got '%s'", text);
        Selector of = Selector.of(text.substring(0, sign));
        Selector number = Selector.of(text.substring(sign + 3));
        require(
                !of.isConstant() && number.isConstant(),
                "a published number must be written ARM = NUMBER, got '%s'",
                text);
        return new Published(of, number.number());
    }
}
