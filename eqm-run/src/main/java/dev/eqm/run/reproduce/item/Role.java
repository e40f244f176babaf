package dev.eqm.run.reproduce.item;

import static dev.eqm.core.check.Check.require;

import java.util.List;

/**
 * What arms begin with: a configuration by the name that items call it.
 *
 * @param name such as {@code eqm}, {@code flow}
 * @param file a configuration file, found beside the items' folder
 * @param settings laid over it, as {@code --set} takes them
 */
public record Role(String name, String file, List<String> settings) {
    public Role {
        require(!name.isBlank(), "name must not be empty, got '%s'", name);
        settings = List.copyOf(settings);
    }
}
