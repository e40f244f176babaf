package dev.eqm.cli.option;

import dev.eqm.core.check.SettingNames;
import java.util.Locale;

/**
 * Settings in messages of the library, as they are typed: {@code gMin} is {@code --g-min}, {@code
 * out=DIR} is {@code --out DIR}, and a key of a configuration goes behind {@code --set}. The
 * service loader finds it, so the library's messages need no rewriting on their way to the
 * terminal.
 */
public final class OptionNames implements SettingNames {
    @Override
    public String argument(String name) {
        return "--" + name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    @Override
    public String argument(String name, String value) {
        return argument(name) + " " + value;
    }

    @Override
    public String key(String setting) {
        return "--set " + setting;
    }
}
