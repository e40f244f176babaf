package dev.eqm.run.reproduce.item;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.check.Setting;
import dev.eqm.run.UsageException;
import dev.eqm.run.config.ConfigException;
import dev.eqm.run.config.ConfigFiles;
import dev.eqm.run.config.ConfigReader;
import dev.eqm.run.config.Names;
import dev.eqm.run.reproduce.measure.Measure;
import dev.eqm.run.reproduce.measure.Measures;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.settings.RunKinds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of all items and scales, and the configurations that these name.
 *
 * <pre>
 * FOLDER/reproduce/table4.yaml         an item
 * FOLDER/reproduce/scales/here.yaml    a scale
 * FOLDER/fashion-mnist.yaml            a configuration
 * </pre>
 *
 * @param configs FOLDER
 */
public record ItemFiles(Path configs) {
    /** The scales that items know. */
    public static final List<String> SCALES = List.of("tiny", "here", "paper");

    private static final String ENDING = ".yaml";

    /** The items' folder. */
    public Path folder() {
        return configs.resolve("reproduce");
    }

    /**
     * The names of all items, in the order of the paper: figures, then tables, by number.
     *
     * @throws UsageException if there is no such folder
     */
    public List<String> names() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(f -> f.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .sorted(
                            Comparator.comparing(ItemFiles::letters)
                                    .thenComparingInt(ItemFiles::number)
                                    .thenComparing(name -> name))
                    .toList();
        } catch (IOException e) {
            throw new UsageException(
                    "%s: there are no items to reproduce (%s); run eqm from its own folder, or give the folder that holds its configurations with %s"
                            .formatted(folder(), e.getMessage(), Setting.of("configs", "DIR")));
        }
    }

    private static String letters(String name) {
        return name.replaceFirst("[0-9].*", "");
    }

    private static int number(String name) {
        String digits = name.replaceFirst("^[^0-9]*([0-9]{0,6}).*$", "$1");
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    /**
     * Items by name.
     *
     * @param wanted {@code all} alone: every item
     * @throws UsageException for a name that is none
     */
    public List<NamedItem> items(List<String> wanted) {
        List<String> known = names();
        List<NamedItem> found = new ArrayList<>();
        for (String name : wanted.equals(List.of("all")) ? known : wanted) {
            if (!known.contains(name)) {
                throw new UsageException(
                        ("there is no item %s%s; "
                                        + Setting.command("reproduce")
                                        + " list shows all items")
                                .formatted(name, Names.suggestion(name, known)));
            }
            found.add(item(name));
        }
        return found.stream().distinct().toList();
    }

    /**
     * One item.
     *
     * @throws ConfigException with everything that is wrong
     */
    private NamedItem item(String name) {
        Path file = folder().resolve(name + ENDING);
        Item item =
                new ConfigReader(RunKinds.all().with(Measure.class, Measures.examples()))
                        .read(Item.BLANK, file, List.of());
        if (!item.isExperiment() && item.page().equals(Item.NO_PAGE)) {
            throw new ConfigException(
                    file
                            + ": arms must name at least one arm, or page must say where the item is answered");
        }
        return new NamedItem(name, item);
    }

    /**
     * A scale.
     *
     * @throws UsageException for a name that is none
     * @throws ConfigException with everything that is wrong
     */
    public Scale scale(String name) {
        if (!SCALES.contains(name)) {
            throw new UsageException(
                    "%s: must be one of %s%s"
                            .formatted(
                                    Setting.of("scale", name),
                                    String.join(", ", SCALES),
                                    Names.suggestion(name, SCALES)));
        }
        names(); // says so if there are no items here
        Path file = folder().resolve("scales").resolve(name + ENDING);
        return new ConfigReader(RunKinds.all()).read(Scale.BLANK, file, List.of());
    }

    /**
     * The configuration of a role, with the settings of the scale, the role and an arm over it.
     *
     * @throws ConfigException with everything that is wrong
     */
    public RunConfig configuration(Scale scale, Role role, List<String> settings) {
        Path file = ConfigFiles.find(configs.resolve(role.file()).toString(), List.of());
        List<String> all = new ArrayList<>(scale.training());
        all.addAll(role.settings());
        all.addAll(settings);
        try {
            return RunConfig.read(file, all.toArray(String[]::new));
        } catch (BrokenRuleException e) {
            throw new ConfigException(file + ": " + e.getMessage());
        } catch (UncheckedIOException e) {
            throw new ConfigException(file + ": cannot be read: " + e.getMessage());
        }
    }
}
