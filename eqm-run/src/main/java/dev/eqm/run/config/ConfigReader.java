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
        return read(defaults, written(file), file.toString(), "", bySet(settings));
    }

    /**
     * A file and the settings over defaults that suit what they say.
     *
     * @param known what keys there are, and the defaults while what is written is looked at
     * @throws ConfigException with everything that is wrong
     */
    public <T extends Record> T read(
            T known, Suiting<T> suiting, Path file, List<String> settings) {
        String yaml = written(file);
        Problems problems = new Problems();
        Drafts drafts = drafts(known, yaml, file.toString(), "", bySet(settings), problems);
        T defaults = known;
        if (problems.count() == 0) { // else they are told below
            defaults =
                    suiting.defaults(
                            new Written(drafts.shape, drafts.file, kinds),
                            new Written(drafts.shape, drafts.all, kinds));
        }
        return read(defaults, yaml, file.toString(), "", bySet(settings));
    }

    private static String written(Path file) {
        String yaml = textOf(file);
        if (yaml.lines().allMatch(line -> line.isBlank() || line.strip().startsWith("#"))) {
            throw new ConfigException(file + ": is empty; it needs at least one key, such as data");
        }
        return yaml;
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
        return settings.stream().map(Given::byKey).toList();
    }

    private <T extends Record> T read(
            T defaults, String yaml, String name, String section, List<Given> settings) {
        Problems problems = new Problems();
        Drafts drafts = drafts(defaults, yaml, name, section, settings, problems);
        Draft draft = drafts.all;
        Place place = draft.place().isDefault() ? start(name) : draft.place();
        Optional<Object> built =
                new Assembly(kinds, problems).build(drafts.shape, draft, new Spot("", place));
        problems.throwIfAny();
        @SuppressWarnings("unchecked") // the shape is the class of the defaults
        T result = (T) built.orElseThrow();
        return result;
    }

    /** Defaults with a file on top, and with the settings on top of that. */
    private record Drafts(ConfigType shape, Draft file, Draft all) {}

    private Drafts drafts(
            Record defaults,
            String yaml,
            String name,
            String section,
            List<Given> settings,
            Problems problems) {
        ConfigType shape = new ConfigType.Fixed(defaults.getClass());
        Draft file = Draft.of(shape, defaults, "", kinds);
        Optional<YamlNode> root =
                YamlParser.parse(yaml, at -> new Place(name, 0, at.line(), at.column()), problems);
        if (root.isPresent() && !isEmpty(root.get())) {
            file = overlay(shape, file, root.get(), start(name), problems);
        }
        Draft all = file;
        for (ParsedSetting setting : ParsedSetting.parseAll(settings, section, problems)) {
            all = overlay(shape, all, setting.node(), setting.place(), problems);
        }
        return new Drafts(shape, file, all);
    }

    private static Place start(String name) {
        return new Place(name, 0, 1, 1);
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
