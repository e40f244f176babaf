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
 */
public record Place(String source, int order, int line, int column) {
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

    @Override
    public String toString() {
        return line > 0 ? source + ":" + line + ":" + column : source;
    }
}
