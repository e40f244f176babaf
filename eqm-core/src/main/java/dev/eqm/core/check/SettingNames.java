package dev.eqm.core.check;

import java.util.ServiceLoader;

/**
 * How whoever reads a message writes a {@link Setting}. Java programs write the value's name; a
 * command line names its implementation in {@code
 * META-INF/services/dev.eqm.core.check.SettingNames}.
 */
public interface SettingNames {
    /** An argument or a switch, by its name in Java: {@code overwrite}. */
    String argument(String name);

    /** An argument with its value. */
    String argument(String name, String value);

    /** A key of a configuration with its value: {@code train.steps=500}. */
    String key(String setting);

    /** A command of the command line: {@code sample} is {@code eqm sample}. */
    String command(String command);

    /** The names of this process: those on the class path, else {@link Program}'s. */
    static SettingNames here() {
        return Program.HERE;
    }

    /** As Java programs write settings: {@code out}, {@code out=DIR}, {@code train.steps=500}. */
    final class Program implements SettingNames {
        private static final SettingNames HERE =
                ServiceLoader.load(SettingNames.class).findFirst().orElseGet(Program::new);

        private Program() {}

        @Override
        public String argument(String name) {
            return name;
        }

        @Override
        public String argument(String name, String value) {
            return name + "=" + value;
        }

        @Override
        public String key(String setting) {
            return setting;
        }

        @Override
        public String command(String command) {
            return "eqm " + command;
        }
    }
}
