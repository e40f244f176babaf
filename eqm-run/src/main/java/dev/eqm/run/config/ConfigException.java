package dev.eqm.run.config;

import java.util.List;

/**
 * A configuration that cannot be used. The message holds every problem found, one a line, each with
 * its place, path, value and rule.
 */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /** One problem. */
    public ConfigException(String problem) {
        this(List.of(problem));
    }

    /** Several problems, in the order in which they are told. */
    public ConfigException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** The problems one by one, ready to be printed. */
    public List<String> problems() {
        return problems;
    }
}
