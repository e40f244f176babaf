package dev.eqm.cli.option;

import dev.eqm.run.UsageException;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Checks of what was typed.
 *
 * <p>The counterpart of {@link dev.eqm.core.check.Check} for options: a rule that is broken here is
 * the user's to mend, so its message begins with the option as it is written on the command line.
 * Rules of values that also stand in configuration files belong where the values live.
 */
public final class Usage {
    private Usage() {}

    /**
     * Refuses what breaks a rule.
     *
     * @param rule a format such as {@code "--ramp must lie in [1, %s], got %s"}
     * @throws UsageException with the formatted rule: exit code 2, and nothing was done
     */
    public static void require(boolean holds, String rule, Object... values) {
        if (!holds) {
            throw new UsageException(String.format(Locale.ROOT, rule, values));
        }
    }

    /** How many of some options were given, where they exclude each other. */
    public static long count(Boolean... given) {
        return Stream.of(given).filter(g -> g).count();
    }

    /** Refuses a number outside of [least, most]; an option that was not given (null) is fine. */
    public static void requireWithin(String option, Number value, Number least, Number most) {
        boolean within =
                value == null
                        || (value.doubleValue() >= least.doubleValue()
                                && value.doubleValue() <= most.doubleValue());
        require(within, "%s must lie in [%s, %s], got %s", option, least, most, value);
    }

    /** Refuses 0 and less; an option that was not given (null) is fine. */
    public static void requireAtLeastOne(String option, Number value) {
        require(
                value == null || value.longValue() >= 1,
                "%s must be at least 1, got %s",
                option,
                value);
    }
}
