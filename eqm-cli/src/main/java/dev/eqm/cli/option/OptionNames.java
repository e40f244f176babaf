package dev.eqm.cli.option;

import dev.eqm.core.check.SettingNames;
import java.util.Locale;

/**
 * Settings in messages of the library, as they are typed: {@code gMin} is {@code --g-min}, {@code
 * out=DIR} is {@code --out DIR}, and a key of a configuration goes behind {@code --set}. The
 * service loader finds it, so the library's messages need no rewriting on their way to the
 * terminal.
 *
 * <p>Commands begin with what the user has typed for {@code eqm}, so that they can be copied: the
 * launchers tell it in the property {@code eqm.command}, such as {@code ./eqm}.
 */
public final class OptionNames implements SettingNames {
    private static final String EQM = "eqm";

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

    @Override
    public String command(String command) {
        return called() + " " + command;
    }

    /** A qualified name of picocli's, such as {@code eqm features train}, as it is typed. */
    public static String typed(String qualifiedName) {
        return called() + qualifiedName.substring(EQM.length());
    }

    /**
     * What starts eqm, in quotes if it holds blanks. Where it could not be copied even so, or would
     * break a format, it is {@code eqm}.
     */
    public static String called() {
        String called = System.getProperty("eqm.command", EQM);
        if (called.matches("[\\w./\\\\:+@~-]+")) {
            return called;
        }
        boolean quotable = called.matches("[\\p{L}\\p{N} _./\\\\:+@~,;()&-]+");
        String quote = called.contains("\\") ? "\"" : "'";
        return quotable ? quote + called + quote : EQM;
    }
}
