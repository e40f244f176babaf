package dev.eqm.cli.command.sample;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.option.ModelOptions;
import dev.eqm.cli.option.SheetRun;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.run.UsageException;
import dev.eqm.run.config.ConfigReader;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.ModelChoice;
import dev.eqm.run.sampling.SampleProgress;
import dev.eqm.run.settings.RunKinds;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.Labels;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.output.FrameSteps;
import dev.eqm.sample.output.Strips;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code eqm strip}: the paper's Figure 4. */
@Command(
        name = "strip",
        mixinStandardHelpOptions = true,
        description =
                "Shows how samples come about, step by step, and beside another run's: strip.png has two rows for each"
                        + " sample, the first run's above the other's, from the same noise; columns are steps.",
        footer = {
            "",
            "eqm strip --run runs/fashion-mnist --beside runs/fashion-mnist-flow --labels 3,9 --steps-shown 8",
            "Both make the same number of steps with the same guidance; a run that sees time is integrated.",
            "Sampling options are the first run's; the other's come from its configuration and --set-beside."
        })
public final class StripCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ModelOptions model;
    @Mixin private SheetRun sheet;

    @Option(
            names = "--beside",
            paramLabel = "RUN|CHECKPOINT",
            description = "The other run; without it, rows of the first alone.")
    private Path beside;

    @Option(
            names = "--set-beside",
            paramLabel = "KEY=VALUE",
            description =
                    "Overrides one value of the other run's sampling, e.g. --set-beside integrator.kind=euler; repeatable.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--labels",
            paramLabel = "SPEC",
            defaultValue = "0-3",
            description = "Labels in turn, numbers or names; default ${DEFAULT-VALUE}.")
    private String labels;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "Samples; default: as many as there are labels.")
    private Integer count;

    @Option(
            names = "--steps-shown",
            paramLabel = "N|STEPS",
            defaultValue = "9",
            description =
                    "So many steps, evenly spaced, or given ones such as 0,5,50 (0 is the noise); default ${DEFAULT-VALUE}.")
    private String shown;

    @Override
    public Integer call() {
        if (beside == null && !settings.isEmpty()) {
            throw new UsageException("--set-beside needs --beside RUN");
        }
        if (count != null && count < 1) {
            throw new UsageException("--count must be at least 1, got " + count);
        }
        sheet.run("strip", Console.of(spec.commandLine().getOut()), model.choice(), this::make);
        return 0;
    }

    /** One run's rows, checked but not yet made. */
    private record Row(String name, FieldModel network, Sampling sampling, Generation generation) {
        static Row of(String name, FieldModel network, Sampling sampling, NumberedRequests plan) {
            Generation generation = Generation.of(network.architecture(), sampling, plan);
            generation.requireFits(network);
            return new Row(name, network, sampling, generation);
        }

        int reports() {
            return generation.method().reports();
        }

        Strips make(SheetRun.Open open, FrameSteps frames) {
            Strips strips = new Strips(open.decoder(), frames);
            SampleProgress progress = new SampleProgress(open.console(), generation, 0);
            generation.run(network, List.of(strips), progress);
            return strips;
        }
    }

    private void make(SheetRun.Open open) {
        List<Long> some = Labels.parse(labels, open.classes());
        int n = count == null ? some.size() : count;
        NumberedRequests plan =
                new NumberedRequests(some, n, open.seed(), open.sampling().batchSize());
        Row first = Row.of(open.found().name(), open.network(), open.sampling(), plan);
        if (beside == null) {
            write(open, plan, List.of(first));
            return;
        }
        FoundModel found = ModelChoice.of(beside).find(open.console());
        try (FieldModel other = found.open(open.precision(), open.device())) {
            if (!other.sampleShape().equals(open.network().sampleShape())) {
                throw new UsageException(
                        "--beside %s: its states are %s, the first run's %s"
                                .formatted(
                                        beside,
                                        other.sampleShape(),
                                        first.network().sampleShape()));
            }
            Sampling same = besides(open.sampling(), found.config().sampling());
            write(open, plan, List.of(first, Row.of(found.name(), other, same, plan)));
        }
    }

    /** The other run's own way of sampling, in as many steps and with the same guidance. */
    private Sampling besides(Sampling first, Sampling own) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "steps=" + first.steps(),
                                "cfg=" + first.cfg(),
                                "guidedChannels=" + first.guidedChannels(),
                                "batchSize=" + first.batchSize()));
        all.addAll(settings);
        return new ConfigReader(RunKinds.all()).read(own, all);
    }

    private void write(SheetRun.Open open, NumberedRequests plan, List<Row> rows) {
        int steps = rows.stream().mapToInt(Row::reports).min().orElse(1);
        FrameSteps frames = FrameSteps.parse(shown, steps);
        List<Strips> strips = rows.stream().map(row -> row.make(open, frames)).toList();
        int size = open.decoder().shape().elementCount();
        byte[] cells = new byte[plan.count() * rows.size() * frames.size() * size];
        int at = 0;
        for (int sample = 0; sample < plan.count(); sample++) {
            for (Strips one : strips) {
                for (int k = 0; k < frames.size(); k++, at += size) {
                    System.arraycopy(one.picture(sample, k), 0, cells, at, size);
                }
            }
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("steps", frames.steps());
        facts.put(
                "labels",
                IntStream.range(0, plan.count()).mapToObj(i -> plan.allLabels()[i]).toList());
        facts.put("seed", open.seed());
        facts.put(
                "distanceMeans",
                "root mean square difference to the last picture, pixels in [-1, 1]");
        List<Object> told = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            told.add(told(rows.get(i), strips.get(i)));
            open.console().line("%s: %s", i == 0 ? "upper rows" : "lower rows", rows.get(i).name());
        }
        facts.put("runs", told);
        open.console().line("columns: steps %s", frames.steps());
        open.writePictures(cells, frames.size(), facts);
    }

    private static Map<String, Object> told(Row row, Strips strips) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("run", row.name());
        all.put("sampling", row.sampling().toString());
        List<Object> distances = new ArrayList<>();
        for (int i = 0; i < strips.size(); i++) {
            int sample = i;
            distances.add(
                    IntStream.range(0, strips.frames().size())
                            .mapToObj(k -> strips.distanceToEnd(sample, k))
                            .toList());
        }
        all.put("distanceToEnd", distances);
        return all;
    }
}
