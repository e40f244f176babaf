package dev.eqm.run.start;

import dev.eqm.core.check.Setting;
import dev.eqm.run.settings.RunConfig;
import java.nio.file.Path;
import java.util.List;

/**
 * A configuration that was written for some data.
 *
 * @param file where it lies
 * @param config what it says
 * @param found what was found, in lines
 * @param passedOver what is not learned from and why, in lines
 * @param cautions what may disappoint, in sentences
 * @param recipe what will be trained and how, in lines
 */
public record InitReport(
        Path file,
        RunConfig config,
        List<String> found,
        List<String> passedOver,
        List<String> cautions,
        List<String> recipe) {
    public InitReport {
        found = List.copyOf(found);
        passedOver = List.copyOf(passedOver);
        cautions = List.copyOf(cautions);
        recipe = List.copyOf(recipe);
    }

    /** The commands that come next, as a shell takes them. */
    public List<String> next() {
        return List.of(
                Setting.command("train") + " --config " + StartYaml.shell(file.toString()),
                Setting.command("sample")
                        + " --run "
                        + StartYaml.shell(config.runs().resolve(config.name()).toString()));
    }
}
