package dev.eqm.cli.command.sample;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.ConsoleCommand;
import dev.eqm.cli.console.Held;
import dev.eqm.cli.option.ModelOptions;
import dev.eqm.cli.option.SheetOptions;
import dev.eqm.cli.option.Usage;
import dev.eqm.run.RunListener;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.ModelChoice;
import dev.eqm.run.sampling.LabelChoice;
import dev.eqm.run.sampling.SamplingSetup;
import dev.eqm.run.sampling.StripReport;
import dev.eqm.run.sampling.StripRequest;
import dev.eqm.sample.generate.Labels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code eqm strip}: the paper's Figure 4.
 *
 * <p>One {@link StripRequest}; writes strip.png and strip.json, prints which run has which rows.
 * The other run makes as many steps with the same guidance, or columns would not be comparable; its
 * rule or integrator is its own. Models for states of different shapes are refused, exit code 2.
 */
@Command(name = "strip")
public final class StripCommand extends ConsoleCommand {
    @Mixin private ModelOptions model;
    @Mixin private SheetOptions sheet;

    @Option(
            names = "--beside",
            paramLabel = "RUN|CHECKPOINT",
            description = "The other run; without it, only the first run is shown.")
    private Path beside;

    @Option(
            names = "--set-beside",
            paramLabel = "KEY=VALUE",
            description =
                    "Overrides one sampling value of the other run, e.g. "
                            + "--set-beside integrator.kind=euler; repeatable.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--labels",
            paramLabel = "SPEC",
            defaultValue = "0-3",
            description =
                    "Labels, assigned in turn: numbers or class names (a name that is "
                            + "a number in double quotes); default ${DEFAULT-VALUE}.")
    private String labels;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "Number of samples; default: one per label.")
    private Integer count;

    @Option(
            names = "--steps-shown",
            paramLabel = "N|STEPS",
            defaultValue = "9",
            description =
                    "How many steps to show, evenly spaced, or which ones, such as "
                            + "0,5,50 (0 is the noise); default ${DEFAULT-VALUE}.")
    private String shown;

    @Override
    protected void run(Console console) {
        Usage.require(beside != null || settings.isEmpty(), "--set-beside needs --beside RUN");
        Usage.requireAtLeastOne("--count", count);
        sheet.check();
        Held held = new Held(console);
        SamplingSetup setup = sheet.setup(model.choice().find(held));
        List<Long> some = Labels.parse(labels, setup.model().classes());
        StripRequest request =
                new StripRequest(
                        setup,
                        sheet.sheet(setup, "strip"),
                        new LabelChoice(some, count == null ? some.size() : count, labels),
                        shown,
                        beside == null ? List.of() : List.of(other(setup, held)));
        StripReport report = held.with(request.run(held));
        for (int i = 0; i < report.rows().size(); i++) {
            console.line("%s rows: %s", i == 0 ? "upper" : "lower", report.rows().get(i).run());
        }
        console.line("columns: steps %s", report.steps());
        console.results(report.picture());
    }

    /**
     * The other run, once its states are known to have the same shape: that is read from headers,
     * so a wrong pair costs nothing.
     */
    private StripRequest.Beside other(SamplingSetup setup, RunListener listener) {
        FoundModel other = ModelChoice.of(beside).find(listener);
        Usage.require(
                StripRequest.sameShape(setup.model(), other),
                "--beside %s: its images are %s, those of the first run %s; choose two runs of one image shape",
                beside,
                other.architecture().sampleShape(),
                setup.model().architecture().sampleShape());
        return StripRequest.Beside.of(other, setup.sampling(), settings);
    }
}
