package dev.eqm.run.config;

import dev.eqm.core.check.Check;
import dev.eqm.core.check.Setting;

/**
 * A value that a user gave beside a file.
 *
 * @param setting {@code key=value}
 * @param written as the user wrote it, which is what messages quote: {@code --steps 0} for {@code
 *     steps=0}
 * @param argument its name, {@code --steps}; empty if it was given by its key
 */
public record Given(String setting, String written, String argument) {
    /** By its key: {@code --set steps=0} on a command line, {@code steps=0} in a program. */
    public static Given byKey(String setting) {
        Check.require(setting != null, "settings must be written key=value, got %s", "null");
        return new Given(setting, Setting.key(setting).toString(), "");
    }

    /** By an argument of its own. */
    public static Given by(String argument, String key, Object value) {
        return new Given(
                key + "=" + value,
                Setting.of(argument, value).toString(),
                Setting.of(argument).toString());
    }
}
