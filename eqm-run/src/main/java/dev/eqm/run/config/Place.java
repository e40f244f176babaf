package dev.eqm.run.config;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * Where something was written.
 *
 * @param source the file's name, or the setting as typed
 * @param order 0 for the file, then the settings in their order; -1 for the defaults
 * @param line from 1; 0 where the source has no lines
 * @param column from 1
 * @param argument the name of the argument that gave the value, such as {@code --steps}; empty for
 *     a file and for a setting by its key
 */
public record Place(String source, int order, int line, int column, String argument) {
    /** In a file, or in a setting by its key. */
    public Place(String source, int order, int line, int column) {
        this(source, order, line, column, "");
    }

    /** Not written anywhere: a default. */
    static final Place DEFAULTS = new Place("defaults", -1, 0, 0);

    /** The file from its first line to its last, then the settings. */
    static final Comparator<Place> ORDER =
            Comparator.comparingInt(Place::order)
                    .thenComparingInt(Place::line)
                    .thenComparingInt(Place::column);

    public boolean isDefault() {
        return order < 0;
    }

    /** Whether this is a setting of just that key, so that its value can be read here. */
    boolean says(String path) {
        return order > 0 && source.matches("(.*[ .])?" + Pattern.quote(path) + " *=.*");
    }

    /**
     * A problem with what was written here: {@code x.yaml:3:5: rule}. A number that an argument
     * gave is refused like those that are in no configuration: {@code --steps must be at least 1,
     * got 0}.
     */
    String tell(String problem) {
        boolean plain = problem.startsWith("must ") && !problem.contains(";");
        return plain && !argument.isEmpty()
                ? argument + " " + problem + ", got " + source.substring(argument.length() + 1)
                : this + ": " + problem;
    }

    @Override
    public String toString() {
        return line > 0 ? source + ":" + line + ":" + column : source;
    }
}
