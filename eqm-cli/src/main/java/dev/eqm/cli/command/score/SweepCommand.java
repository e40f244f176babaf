package dev.eqm.cli.command.score;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.ConsoleCommand;
import dev.eqm.cli.console.Held;
import dev.eqm.cli.option.FeatureOptions;
import dev.eqm.cli.option.SweepAxisOptions;
import dev.eqm.cli.option.SweepPlace;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.folder.Target;
import dev.eqm.run.scoring.PictureFeatures;
import dev.eqm.run.sweep.Sweep;
import dev.eqm.run.sweep.SweepAxes;
import dev.eqm.run.sweep.SweepRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code eqm sweep}: a {@link SweepRequest} of the axes, what all settings share and the features;
 * prints the page of tables that {@link Sweep} answers with.
 *
 * <p>The run is read from its folder, not by a {@code ModelChoice}: a sweep may go over many
 * checkpoints. Settings that are already in points.jsonl are not sampled again, so a call with one
 * more value costs that value alone. A setting whose samples diverge is a result, not a failure: it
 * has a row in the tables, and the exit code is 0.
 *
 * <p>Exit code 2 for a folder that holds a sweep of other samples or features, for runs of latents,
 * and for what does not descend by a constant step: other paths cannot be cut off at fewer steps.
 *
 * <p>All settings share noise and labels, so that a difference between two rows is that of the
 * settings; {@code --count} of 500 is enough to tell them apart, not to compare them with published
 * numbers, which the tables say by the distance of held-out images of the same number.
 */
@Command(name = "sweep")
public final class SweepCommand extends ConsoleCommand {
    @Mixin private FeatureOptions features;
    // --out is here the folder sweep of the run, unlike samples/RUN-STEP elsewhere: tables of many
    // checkpoints belong to the run and to none of its steps
    @Mixin private SweepPlace place;

    @Option(
            names = "--run",
            paramLabel = "DIR",
            description = "Run folder; default: the newest run.")
    private Path run;

    @Mixin private SweepAxisOptions axes;

    /**
     * Axes are read first, because a wrong name of a rule needs no run to be refused. The tables
     * are printed at the end for all settings that are known, those of earlier calls included.
     */
    @Override
    protected void run(Console console) {
        SweepAxes wanted = axes.axes();
        place.check();
        PictureFeatures looks = features.features();
        RunFolder folder = run == null ? RunFolder.newest(Path.of("runs")) : RunFolder.named(run);
        SweepRequest request = place.request(folder, wanted, axes.settings(), looks);
        Target.folder(request.folder());
        Held held = new Held(console);
        console.line("%s", held.with(Sweep.run(request, held)).markdown());
        Path picture = request.folder().resolve("sweep.png"); // if there is something to compare
        Path tables = request.folder().resolve("sweep.md");
        console.results(request.folder(), Files.exists(picture) ? picture : tables);
    }
}
