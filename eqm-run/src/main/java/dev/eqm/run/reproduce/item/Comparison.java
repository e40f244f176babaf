package dev.eqm.run.reproduce.item;

import static dev.eqm.core.check.Check.require;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a claim says of two numbers: {@code LEFT < RIGHT}, {@code LEFT > RIGHT} or {@code LEFT =
 * RIGHT within TOLERANCE}. Where neither side names a place, it is asked at every place that both
 * have; {@code mean LEFT < RIGHT} asks once, of the mean over these places.
 *
 * @param overall whether the mean over places is compared
 * @param left the left side
 * @param relation what the claim says
 * @param right the right side
 * @param tolerance of {@link Relation#EQUAL}; 0 for the others, and for equality to the bit
 */
public record Comparison(
        boolean overall, Selector left, Relation relation, Selector right, double tolerance) {
    private static final Pattern FORM =
            Pattern.compile("(mean )?([^<>=]+) ([<>=]) ([^<>=]+?)(?: within ([0-9.eE-]+))?");

    /** What a claim says of two numbers. */
    public enum Relation {
        /** The left one is smaller. */
        LESS("<"),
        /** The left one is larger. */
        GREATER(">"),
        /** They are the same, up to the tolerance. */
        EQUAL("=");

        private final String sign;

        Relation(String sign) {
            this.sign = sign;
        }

        /** As files write it. */
        public String sign() {
            return sign;
        }
    }

    /** Reads one. */
    public static Comparison of(String text) {
        Matcher m = FORM.matcher(text.strip());
        require(
                m.matches(),
                "a comparison must be LEFT < RIGHT, LEFT > RIGHT or LEFT = RIGHT within TOLERANCE, got '%s'",
                text);
        Relation relation =
                switch (m.group(3)) {
                    case "<" -> Relation.LESS;
                    case ">" -> Relation.GREATER;
                    default -> Relation.EQUAL;
                };
        String within = m.group(5);
        require(
                within == null || relation == Relation.EQUAL,
                "'within' belongs to '=', got '%s'",
                text);
        double tolerance = within == null ? 0 : Double.parseDouble(within);
        Selector left = Selector.of(m.group(2));
        Selector right = Selector.of(m.group(4));
        require(
                !left.isConstant(),
                "the left side of a comparison must name an arm, got '%s'",
                text);
        return new Comparison(m.group(1) != null, left, relation, right, tolerance);
    }

    /** Whether it is asked at every place that both sides have. */
    public boolean isOfAllPlaces() {
        return left.place().isEmpty() && right.place().isEmpty();
    }

    /** The same at one place. */
    public Comparison at(String place) {
        return new Comparison(false, left.at(place), relation, right.at(place), tolerance);
    }

    @Override
    public String toString() {
        return (overall ? "mean " : "")
                + left
                + " "
                + relation.sign()
                + " "
                + right
                + (tolerance > 0 ? " within " + tolerance : "");
    }
}
