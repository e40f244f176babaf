package dev.eqm.core.check;

import java.util.Locale;

/** Checks of values at construction. */
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
            throw new BrokenRuleException(String.format(Locale.ROOT, rule, values));
        }
    }
}
