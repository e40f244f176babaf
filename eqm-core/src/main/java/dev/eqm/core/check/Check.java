package dev.eqm.core.check;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Checks of values at construction, and what their messages are made of. */
public final class Check {
    private Check() {}

    /**
     * Refuses a value that breaks a rule.
     *
     * @param rule a format such as {@code "a must lie in [0, 1), got %s"}: the component first, so
     *     that a configuration reader can tell where it was written
     * @throws BrokenRuleException with the formatted rule
     */
    public static void require(boolean holds, String rule, Object... values) {
        if (!holds) {
            throw broken(rule, values);
        }
    }

    /**
     * Refuses null by name, before it fails deep inside: {@code requireGiven("x", x, "eps", eps)}.
     *
     * @param namesAndValues each name with its value
     * @throws BrokenRuleException such as {@code x must be given, got null}
     */
    public static void requireGiven(Object... namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] == null) {
                throw broken("%s must be given, got null", namesAndValues[i]);
            }
        }
    }

    /**
     * Refuses a number outside of [least, most], NaN included. Compared as doubles, so bounds and
     * longs beyond 2^53 are for {@link #require}.
     */
    public static void requireWithin(String name, Number value, Number least, Number most) {
        double number = value.doubleValue();
        require(
                number >= least.doubleValue() && number <= most.doubleValue(),
                "%s must lie in [%s, %s], got %s",
                name,
                least,
                most,
                value);
    }

    /** What {@link #require} throws, for a place where the compiler must see that the way ends. */
    public static BrokenRuleException broken(String rule, Object... values) {
        return new BrokenRuleException(String.format(Locale.ROOT, rule, values));
    }

    /** What there is to choose from, for a message: {@code a, b or c}. */
    public static String either(Collection<String> names) {
        List<String> all = List.copyOf(names);
        int last = all.size() - 1;
        return last < 1
                ? String.join("", all)
                : String.join(", ", all.subList(0, last)) + " or " + all.get(last);
    }
}
