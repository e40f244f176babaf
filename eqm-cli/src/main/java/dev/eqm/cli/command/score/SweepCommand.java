package dev.eqm.cli.command.score;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.option.FeatureOptions;
import dev.eqm.cli.option.SweepPlace;
import dev.eqm.cli.plot.SweepFigure;
import dev.eqm.run.UsageException;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.sweep.Sweep;
import dev.eqm.run.sweep.SweepAxes;
import dev.eqm.run.sweep.SweepReport;
import dev.eqm.run.sweep.SweepRequest;
import dev.eqm.sample.sampler.UpdateRules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code eqm sweep}. */
@Command(
        name = "sweep",
        mixinStandardHelpOptions = true,
        description =
                "Frechet distances of a run's samples over lists of settings and checkpoints, all from the"
                        + " same noise and labels, beside the distance of held-out images of the same"
                        + " number. Writes sweep.json, sweep.md, sweep.png, sweep.svg and points.jsonl;"
                        + " called again it goes on where it was stopped, and adds what is new.",
        footer = {
            "",
            "eqm sweep --run runs/fashion-mnist-long --checkpoints all --count 500",
            "eqm sweep --run runs/fashion-mnist-long --rule gd,nag --steps 10,25,50,100,250",
            "eqm sweep --run runs/fashion-mnist-long --eta 0.0017,0.003,0.005,0.01,0.02 --steps 50,100,250",
            "eqm sweep --run runs/fashion-mnist-long --cfg 1,1.5,2,3,4 --one-at-a-time --rule nag,gd",
            "Several lists are combined, every value with every other, or with --one-at-a-time each list",
            "by itself, the others at their first values. Numbers of steps cost no more than the largest",
            "of them: a rule of constant step size passes the others on its way."
        })
public final class SweepCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private FeatureOptions features;
    @Mixin private SweepPlace place;

    @Option(
            names = "--run",
            paramLabel = "DIR",
            description = "Run folder; default: the newest run.")
    private Path run;

    @Option(
            names = "--checkpoints",
            split = ",",
            paramLabel = "STEP",
            description = "Training steps, or all; default: the newest checkpoint.")
    private List<String> checkpoints = new ArrayList<>();

    @Option(
            names = "--rule",
            split = ",",
            paramLabel = "NAME",
            description = "Update rules, such as gd,nag; default: the configured one.")
    private List<String> rules = new ArrayList<>();

    @Option(
            names = "--eta",
            split = ",",
            paramLabel = "ETA",
            description = "Step sizes; default: the configured one.")
    private List<Double> etas = new ArrayList<>();

    @Option(
            names = "--cfg",
            split = ",",
            paramLabel = "SCALE",
            description = "Guidance scales, 1 is none; default: the configured one.")
    private List<Double> cfgs = new ArrayList<>();

    @Option(
            names = "--steps",
            split = ",",
            paramLabel = "N",
            description = "Updates; default: as configured.")
    private List<Integer> steps = new ArrayList<>();

    @Option(
            names = "--one-at-a-time",
            description = "Each list by itself instead of all combinations.")
    private boolean oneAtATime;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "Overrides one value of the configuration's sampling for all settings, e.g. --set"
                            + " rule.mu=0.3; repeatable.")
    private List<String> more = new ArrayList<>();

    @Override
    public Integer call() {
        Console console = Console.of(spec.commandLine().getOut());
        for (String rule : rules) {
            if (!UpdateRules.examples().containsKey(rule)) {
                throw new UsageException(
                        "--rule "
                                + rule
                                + ": known are "
                                + String.join(", ", UpdateRules.examples().keySet()));
            }
        }
        RunFolder folder = run == null ? RunFolder.newest(Path.of("runs")) : new RunFolder(run);
        if (!folder.exists()) {
            throw new UsageException(folder.path() + " is not a run: it has no config.yaml");
        }
        SweepReport report =
                Sweep.run(
                        new SweepRequest(
                                folder,
                                new SweepAxes(checkpoints, rules, etas, cfgs, steps, oneAtATime),
                                place.samples(more),
                                features.features(),
                                place.computing(),
                                place.folder(folder),
                                place.overwrite()),
                        SweepFigure::draw,
                        console);
        console.line("%s", report.markdown());
        console.written(place.folder(folder));
        return 0;
    }
}
