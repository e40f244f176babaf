package dev.eqm.run.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Reads a configuration: a record of defaults, overlaid with a YAML file, overlaid with settings
 * such as {@code loss.schedule.a=0.8}.
 *
 * <p>Keys are the names of the record components; keys that are absent keep their default. Nested
 * records overlay key by key, lists are replaced as a whole. Types: int, long, double, boolean,
 * String, Path, enums ({@code lower-case}), lists, records, and interfaces of {@link Kinds}. There
 * is no coercion, no null and no unknown key.
 *
 * <p>The settings come in their order, except that those named "kind" come first, as they decide
 * which other keys exist. A setting can repair what the file alone would break: records are
 * constructed, and so validated, at the very end.
 */
public record ConfigReader(Kinds kinds) {
    private static final long MAX_BYTES = 1 << 20;

    /**
     * The defaults overlaid with a file and the settings.
     *
     * @throws ConfigException with everything that is wrong
     */
    public <T extends Record> T read(T defaults, Path file, List<String> settings) {
        String yaml = textOf(file);
        if (yaml.lines().allMatch(line -> line.isBlank() || line.strip().startsWith("#"))) {
            throw new ConfigException(file + ": is empty; it needs at least one key, such as data");
        }
        return read(defaults, yaml, file.toString(), "", bySet(settings));
    }

    /** The defaults overlaid with the settings alone. */
    public <T extends Record> T read(T defaults, List<String> settings) {
        return read(defaults, "", "defaults", "", bySet(settings));
    }

    /**
     * The same for a section of a larger configuration, whose keys may be written from the section
     * or from the root: of {@code sampling}, {@code rule.eta=1} and {@code sampling.rule.eta=1} are
     * one.
     *
     * @param section the section's key in the root
     */
    public <T extends Record> T readSection(String section, T defaults, List<Given> settings) {
        return read(defaults, "", "defaults", section, settings);
    }

    /**
     * The defaults overlaid with a YAML text and the settings.
     *
     * @param name what messages call the text
     */
    public <T extends Record> T read(T defaults, String yaml, String name, List<String> settings) {
        return read(defaults, yaml, name, "", bySet(settings));
    }

    private static List<Given> bySet(List<String> settings) {
        return settings.stream().map(Given::bySet).toList();
    }

    private <T extends Record> T read(
            T defaults, String yaml, String name, String section, List<Given> settings) {
        Problems problems = new Problems();
        ConfigType shape = new ConfigType.Fixed(defaults.getClass());
        Draft draft = Draft.of(shape, defaults, "", kinds);
        Place start = new Place(name, 0, 1, 1);
        Optional<YamlNode> root =
                YamlParser.parse(yaml, at -> new Place(name, 0, at.line(), at.column()), problems);
        if (root.isPresent() && !isEmpty(root.get())) {
            draft = overlay(shape, draft, root.get(), start, problems);
        }
        for (Setting setting : Setting.parseAll(settings, section, problems)) {
            draft = overlay(shape, draft, setting.node(), setting.place(), problems);
        }
        Place place = draft.place().isDefault() ? start : draft.place();
        Optional<Object> built =
                new Assembly(kinds, problems).build(shape, draft, new Spot("", place));
        problems.throwIfAny();
        @SuppressWarnings("unchecked") // the shape is the class of the defaults
        T result = (T) built.orElseThrow();
        return result;
    }

    private Draft overlay(
            ConfigType shape, Draft base, YamlNode node, Place place, Problems problems) {
        return new Overlay(kinds, problems, base).apply(shape, base, node, new Spot("", place));
    }

    private static boolean isEmpty(YamlNode root) {
        return root instanceof YamlNode.Scalar s && s.plain() && s.text().isEmpty();
    }

    private static String textOf(Path file) {
        UnaryOperator<String> about = what -> file + ": " + what;
        try {
            if (Files.notExists(file)) {
                String where = file.toAbsolutePath().normalize().toString();
                throw new ConfigException(
                        about.apply("no such file (looked for " + where + "); check the path"));
            } else if (Files.isDirectory(file)) {
                throw new ConfigException(about.apply("is a folder; give a YAML file inside it"));
            } else if (Files.size(file) > MAX_BYTES) {
                throw new ConfigException(
                        about.apply("larger than 1 MiB; this is not a configuration in YAML"));
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new ConfigException(about.apply("not UTF-8 text; this is not a YAML file"));
        } catch (IOException e) {
            throw new ConfigException(about.apply("cannot be read (" + e + ")"));
        }
    }
}
