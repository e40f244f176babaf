package dev.eqm.cli.option;

import dev.eqm.run.RunListener;
import dev.eqm.run.config.ConfigFiles;
import dev.eqm.run.config.ConfigReader;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.settings.RunConfigFile;
import dev.eqm.run.settings.RunKinds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/**
 * {@code --config} and {@code --set}.
 *
 * <p>Shared by {@code train}, {@code toy}, {@code import}, {@code encode}, {@code stats} and {@code
 * bench}. None of the two flags is required here, because what stands in for a missing file
 * differs: each command asks {@link #isGiven} and says so in its own words.
 *
 * <p>Order counts: the defaults of eqm, then the file, then {@code --set} as they stand on the
 * command line. A bare name is looked for in the current folder's configs before the launcher's.
 */
@Group(OptionGroup.CONFIGURATION)
public final class ConfigOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The configuration file; a bare name is also looked up in eqm's configs folder.")
    private String config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "Overrides one value of the configuration, e.g. --set train.steps=500; repeatable.")
    private List<String> settings = new ArrayList<>();

    /** Whether a file was named; {@code --set} alone names none. */
    public boolean isGiven() {
        return config != null;
    }

    /** The file overlaid with the settings. */
    public RunConfig read() {
        return readOver(RunConfig.DEFAULT, List.of());
    }

    /** The same, with a word on what the file leaves out and the images tell. */
    public RunConfig read(RunListener listener) {
        return config == null ? read() : read(config, settings, listener);
    }

    /**
     * The file, or another configuration where none was named, overlaid with some settings and then
     * with those of the command line, which win.
     */
    public RunConfig readOver(RunConfig withoutFile, List<String> first) {
        List<String> all = new ArrayList<>(first);
        all.addAll(settings);
        return config == null
                ? new ConfigReader(RunKinds.all()).read(withoutFile, all)
                : read(config, all, RunListener.SILENT);
    }

    /**
     * A file, found as {@code --config} finds it, overlaid with settings.
     *
     * @param listener hears what the file leaves out and the images tell
     */
    public static RunConfig read(String config, List<String> settings, RunListener listener) {
        Path file = ConfigFiles.find(config, searchFolders());
        RunConfigFile read = RunConfigFile.read(file, settings);
        read.notes().forEach(listener::found);
        return read.config();
    }

    /** The folder of configurations: that of the current folder if it has items, else eqm's. */
    public static Path folder() {
        List<Path> folders = searchFolders();
        return folders.stream()
                .filter(f -> Files.isDirectory(f.resolve("reproduce")))
                .findFirst()
                .orElse(folders.get(folders.size() - 1));
    }

    /** The launcher says where it lives; without it, the current folder. */
    private static List<Path> searchFolders() {
        return Stream.of(".", System.getProperty("eqm.home", "."))
                .map(folder -> Path.of(folder, "configs").toAbsolutePath().normalize())
                .distinct()
                .toList();
    }
}
