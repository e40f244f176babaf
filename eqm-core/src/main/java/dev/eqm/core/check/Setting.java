package dev.eqm.core.check;

/**
 * A setting that a message names, so that the reader can change it: {@code "choose another folder
 * with " + Setting.of("out", "DIR")}.
 *
 * <p>The same message reaches Java programs and people at a command line, who write the setting in
 * different ways. A library names the value, {@code out=DIR}; a command line on the class path
 * provides {@link SettingNames} and says {@code --out DIR}. Texts in which a setting stands are
 * therefore made here and nowhere else, never with an option typed into them.
 */
public final class Setting {
    private final String text;

    private Setting(String text) {
        this.text = text;
    }

    /** An argument or a switch by itself, such as {@code overwrite}. */
    public static Setting of(String name) {
        return new Setting(SettingNames.here().argument(name));
    }

    /** An argument with a value or what stands for one, such as {@code out=DIR}. */
    public static Setting of(String name, Object value) {
        return new Setting(SettingNames.here().argument(name, String.valueOf(value)));
    }

    /** A key of a configuration with a value, such as {@code train.steps=500}. */
    public static Setting key(String key, Object value) {
        return key(key + "=" + value);
    }

    /** The same as it was given. */
    public static Setting key(String setting) {
        return new Setting(SettingNames.here().key(setting));
    }

    /**
     * A command of the command line, to be typed: {@code train} is {@code eqm train}, or whatever
     * the reader calls {@code eqm}. It holds no percent sign, so it may stand in a format.
     *
     * @param command its name, and what follows it
     */
    public static Setting command(String command) {
        return new Setting(SettingNames.here().command(command));
    }

    /** As the reader writes it. */
    @Override
    public String toString() {
        return text;
    }
}
