package dev.eqm.run.config;

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

    /** By an option of its own. */
    public static Given by(String option, String key, String value) {
        return new Given(key + "=" + value, option + " " + value);
    }
}
