package dev.eqm.run.config;

import dev.eqm.core.check.Check;

/**
 * A value that a user gave beside a file.
 *
 * @param setting {@code key=value}
 * @param written as the user wrote it, which is what messages quote: {@code --steps 0} for {@code
 *     steps=0}
 */
public record Given(String setting, String written) {
    /** By {@code --set}. */
    public static Given bySet(String setting) {
        return new Given(setting, "--set " + setting);
    }

    /** By a Java program. */
    public static Given byProgram(String setting) {
        Check.require(setting != null, "settings must be written key=value, got %s", "null");
        return new Given(setting, setting);
    }

    /** By an option of its own. */
    public static Given by(String option, String key, String value) {
        return new Given(key + "=" + value, option + " " + value);
    }
}
