package dev.eqm.run.config;

import java.util.Locale;

/** What is told about a component that no configuration can name. */
final class Unregistered {
    private Unregistered() {}

    /**
     * The message: what it is, and how it becomes a kind.
     *
     * @param type the interface
     * @param value of a class that is no kind of it
     */
    static String told(Class<?> type, Object value) {
        Class<?> is = value.getClass();
        String what = type.getSimpleName();
        String made = "Named" + what.replace("Gradient", "");
        if (is.getSimpleName().equals(made) && is.getName().startsWith("dev.eqm.core.")) {
            return "%s '%s' was made by %s.named: a Trainer takes it, a RunConfig does not, because config.yaml could not name it. Make it a record and register it: %s"
                    .formatted(
                            what.toLowerCase(Locale.ROOT).replace("gradients", "s"),
                            value,
                            what,
                            registered(what, value.toString(), "Mine"));
        } else if (!is.isRecord()) {
            return "%s is no record, so config.yaml cannot hold it. Write this %s as a record and register it: %s"
                    .formatted(is.getName(), what, registered(what, "mine", "Mine"));
        }
        String name = is.getSimpleName().toLowerCase(Locale.ROOT);
        return "%s is not registered, so config.yaml cannot name it. Register it: %s"
                .formatted(is.getName(), registered(what, name, is.getSimpleName()));
    }

    private static String registered(String type, String name, String record) {
        return "registry.add(%s.class, \"%s\", new %s(...)) in an Extension (dev.eqm.core.extension.Extension), which META-INF/services names"
                .formatted(type, name, record);
    }
}
