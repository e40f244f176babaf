package dev.eqm.run.start;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.check.Setting;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.folder.Target;
import dev.eqm.run.folder.TextFile;
import dev.eqm.run.folder.Writable;
import dev.eqm.run.settings.ImageWish;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.settings.StarterRecipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at data and writes a configuration that trains on them.
 *
 * @param data a folder or a file
 * @param name of the run; empty: after the data
 * @param out the file that the configuration is written to; none: NAME.yaml in the current folder
 * @param size of the squares that pictures are cut to; 0: as suits them
 * @param channels 1 grey, 3 RGB; 0: as the pictures are
 * @param minutes that training may take on this machine; 0: as long as the recipe says
 * @param force true: a configuration that is there already is replaced
 */
public record InitRequest(
        Path data,
        String name,
        List<Path> out,
        int size,
        int channels,
        double minutes,
        boolean force) {
    /** Below this even a small network makes noise, which nobody wants to be shown. */
    private static final long FEWEST_STEPS = 200;

    /** A folder name, and what is beyond ASCII in it. */
    private static final String UNSUITABLE = "[^A-Za-z0-9._-]+";

    public InitRequest {
        require(size == 0 || (size >= 8 && size <= 256), "size must lie in [8, 256], got %s", size);
        require(
                channels == 0 || channels == 1 || channels == 3,
                "channels must be 1 (grey) or 3 (RGB), got %s",
                channels);
        boolean some = minutes == 0 || (minutes > 0 && minutes <= 1e6);
        require(some, "minutes must lie in (0, 1000000], got %s", minutes);
    }

    /**
     * Looks, measures and writes.
     *
     * @throws UsageException if there is nothing to learn from, or the file may not be written
     * @throws dev.eqm.core.data.DataException if the data break a rule of their kind
     */
    public InitReport run(RunListener listener) {
        String run = name.isEmpty() ? suitable(data) : name;
        RunConfig named = RunConfig.DEFAULT.withName(run); // which checks it
        Path file = out.isEmpty() ? Path.of(run + ".yaml") : out.get(0);
        requireFree(file);
        FoundData found = new DataFinder(new ImageWish(size, channels, 0), listener).at(data);
        RunConfig config = StarterRecipe.of(found.source(), found.outline()).withName(named.name());
        listener.progressed(Double.NaN, "measuring how fast this machine trains");
        String busy = SpeedCheck.busy();
        SpeedCheck speed = SpeedCheck.of(config);
        List<String> cautions = new ArrayList<>(found.cautions());
        if (!busy.isEmpty()) {
            cautions.add(busy);
        }
        if (minutes > 0) {
            long steps = StartEstimate.steps(config, speed, 60 * minutes);
            if (steps < FEWEST_STEPS) {
                cautions.add(
                        StartText.count(
                                "%s minutes are too short for this network on this machine: "
                                        + "it gets %d steps, the minimum for a visible result",
                                minutes, FEWEST_STEPS));
            }
            config = StarterRecipe.lasting(config, Math.max(FEWEST_STEPS, steps));
        }
        StartEstimate estimate = StartEstimate.of(config, speed);
        String yaml = new StartYaml(config, found, estimate, file).text();
        TextFile.write(file, yaml);
        return new InitReport(
                file,
                config,
                found.facts(),
                found.passedOver(),
                cautions,
                recipe(config, estimate));
    }

    private void requireFree(Path file) {
        Target.writable(file);
        if (Files.exists(file) && !force) {
            throw new UsageException(
                    file
                            + " already exists; "
                            + Setting.of("force")
                            + " replaces it, "
                            + Setting.of("out", "FILE")
                            + " writes elsewhere");
        }
        Path folder = file.toAbsolutePath().getParent();
        Writable.folder(folder, "choose another file with " + Setting.of("out", "FILE"));
    }

    private static List<String> recipe(RunConfig config, StartEstimate estimate) {
        return List.of(
                StartText.count(
                        "network   %s, %,d parameters",
                        StartYaml.network(config), estimate.parameters()),
                StartText.count(
                        "training  %,d steps of %d images",
                        config.train().steps(), config.train().batchSize()),
                "time      " + estimate.time(),
                "memory    " + estimate.memory());
    }

    /** The name of a run after a path: what may not be in a folder name becomes a dash. */
    static String suitable(Path data) {
        Path name = data.toAbsolutePath().normalize().getFileName();
        String plain = name == null ? "" : name.toString();
        if (!Files.isDirectory(data)) {
            plain = plain.replaceFirst("(\\.[A-Za-z0-9]{1,5}){1,2}$", "");
        }
        String ascii = Normalizer.normalize(plain, Normalizer.Form.NFKD).replaceAll("\\p{M}+", "");
        String suitable =
                ascii.replaceAll(UNSUITABLE, "-").replaceAll("^[^A-Za-z0-9]+|[^A-Za-z0-9]+$", "");
        return suitable.isEmpty()
                ? "pictures"
                : suitable.substring(0, Math.min(60, suitable.length()));
    }
}
