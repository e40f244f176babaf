package dev.eqm.core.check;

import java.util.regex.Pattern;

/**
 * What a schedule, a loss or a rule is, as a text that another process would write too: its {@code
 * toString}, which records have for free. Files hold it, and what goes on from a file compares it.
 *
 * <p>A lambda, and an object of a class without a {@code toString}, tells its address instead
 * ({@code Mine$$Lambda/0x00007f2a@5e9f23b4}), which differs from start to start: work that was
 * saved under it could never be continued.
 */
public final class Identity {
    /** What {@code Object.toString} writes, alone or as a component of a record. */
    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z_$][\\w.$]*(/0x[0-9a-f]+)?@[0-9a-f]{1,8}(?![\\w.])");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private Identity() {}

    /** Whether a text is the same in every process. */
    public static boolean isLasting(String text) {
        return !ADDRESS.matcher(text).find();
    }

    /**
     * Refuses a text that no later process would know again, before anything is saved under it.
     *
     * @param what of the work, such as {@code loss}
     * @param text its {@code toString}
     * @param named how it gets a name, such as {@code Loss.named("mine", loss)}
     * @return the text
     * @throws BrokenRuleException saying how to give it an identity
     */
    public static String require(String what, String text, String named) {
        Check.require(
                isLasting(text),
                "%s must have an identity that a later process can recognise; make it a "
                        + "record instead of a lambda or class, or give it a name: %s; got %s",
                what,
                named,
                text);
        return text;
    }

    /**
     * Checks a name that someone gave.
     *
     * @return the name
     */
    public static String name(String name) {
        Check.require(
                name != null && NAME.matcher(name).matches(),
                "name must consist of letters, digits, '.', '_' and '-', got %s",
                name);
        return name;
    }
}
