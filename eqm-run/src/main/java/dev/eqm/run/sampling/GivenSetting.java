package dev.eqm.run.sampling;

import dev.eqm.run.config.Given;
import java.util.List;

/**
 * One override of how samples are made, as it was asked for.
 *
 * @param option what messages call it: {@code --mu}, {@code --set rule.mu=0.3}
 * @param key in the section {@code sampling}, with or without the root
 * @param value as text
 */
public record GivenSetting(String option, String key, String value) {
    private static final String ROOT = "sampling.";

    /** A setting {@code key=value}; the option's name stands before it in messages. */
    public static GivenSetting of(String option, String setting) {
        int at = setting.indexOf('=');
        String key = at < 0 ? setting : setting.substring(0, at);
        String value = at < 0 ? "" : setting.substring(at + 1);
        return new GivenSetting(option + " " + setting, key, value);
    }

    /** Settings {@code key=value} of one option. */
    public static List<GivenSetting> all(String option, List<String> settings) {
        return settings.stream().map(setting -> of(option, setting)).toList();
    }

    /** The key without the root. */
    String plainKey() {
        return key.startsWith(ROOT) ? key.substring(ROOT.length()) : key;
    }

    /** As the reader of configurations takes it. */
    Given given() {
        return isByKey()
                ? new Given(setting(), option, "")
                : new Given(setting(), option + " " + value, option);
    }

    /** Whether it was given by its key, rather than by an argument of its own. */
    boolean isByKey() {
        return option.endsWith(setting());
    }

    /** {@code key=value}; a text without {@code =} stays as it is, for the reader to refuse. */
    String setting() {
        boolean whole = option.endsWith(" " + key) && value.isEmpty();
        return whole ? key : key + "=" + value;
    }
}
