package dev.eqm.cli.command.sample;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.option.PlaceOptions;
import dev.eqm.cli.option.SheetRun;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.run.UsageException;
import dev.eqm.run.pipeline.FollowedField;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.ModelChoice;
import dev.eqm.run.pipeline.ModelPlace;
import dev.eqm.sample.generate.Classes;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.Labels;
import dev.eqm.sample.guidance.AcrossModels;
import dev.eqm.sample.guidance.Composition;
import dev.eqm.sample.guidance.Compositions;
import dev.eqm.sample.guidance.Conditioner;
import dev.eqm.train.optim.Averages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code eqm compose}. */
@Command(
        name = "compose",
        mixinStandardHelpOptions = true,
        description =
                "Samples from weighted sums of conditional fields; each --labels is a row of compose.png.",
        footer = {
            "",
            "eqm compose --labels 3,7 --weights 1,1 --labels Trouser,Bag --weights 1,-0.5 --count 8",
            "The noise of column i is the same in all rows."
        })
public final class ComposeCommand implements Callable<Integer> {
    /** What a sum starts from. */
    public enum Base {
        NULL,
        NONE
    }

    @Spec private CommandSpec spec;
    @Mixin private PlaceOptions place;
    @Mixin private SheetRun sheet;

    @Option(
            names = "--average",
            paramLabel = "NAME",
            defaultValue = Averages.MAIN,
            description = "Which weights of the run, as --weights of eqm sample; default ema.")
    private String average;

    @Option(
            names = "--labels",
            paramLabel = "SPEC",
            required = true,
            description =
                    "Labels of one composition, numbers or names of classes: 3,7. May be repeated.")
    private List<String> labels;

    @Option(
            names = "--weights",
            paramLabel = "W,W",
            description =
                    "One for each label, negative ones too; given once for all compositions or once for each. Default: 1 each.")
    private List<String> weights = List.of();

    @Option(
            names = "--base",
            defaultValue = "NULL",
            description =
                    "null: unconditional field + cfg * sum of weight * (conditional - unconditional); "
                            + "none: the sum of weight * conditional alone. Default null.")
    private Base base;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "16",
            description = "Samples of each composition; default ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--with",
            paramLabel = "RUN|CHECKPOINT",
            description =
                    "Adds the same compositions of another model, for states of the same shape.")
    private Path with;

    @Option(
            names = "--with-weight",
            paramLabel = "W",
            defaultValue = "1",
            description = "Weight of the other model's field; default ${DEFAULT-VALUE}.")
    private double withWeight;

    @Override
    public Integer call() {
        if (weights.size() > 1 && weights.size() != labels.size()) {
            throw new UsageException(
                    "--weights is given %d times, --labels %d times: give it once, or once for each"
                            .formatted(weights.size(), labels.size()));
        }
        if (count < 1) {
            throw new UsageException("--count must be at least 1, got " + count);
        }
        Console console = Console.of(spec.commandLine().getOut());
        sheet.run("compose", console, choice(place.place()), this::compose);
        return 0;
    }

    private ModelChoice choice(ModelPlace where) {
        return new ModelChoice(where, average, FollowedField.GRADIENT);
    }

    private void compose(SheetRun.Open open) {
        if (with == null) {
            make(open, one -> one);
            return;
        }
        FoundModel found = choice(ModelPlace.of(with)).find(open.console());
        try (FieldModel other = found.open(open.precision(), open.device())) {
            make(open, one -> new AcrossModels(one, other, one, withWeight));
        }
    }

    private void make(SheetRun.Open open, UnaryOperator<Conditioner> whole) {
        List<Composition> all = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            all.add(composition(i, open));
        }
        int size = count * open.shape().elementCount();
        float[] states = new float[all.size() * size];
        List<Generation> rows = new ArrayList<>();
        for (Composition one : all) {
            Generation row =
                    open.generation(List.of(0L), count)
                            .seeing(whole.apply(new Compositions(List.of(one), count)));
            row.requireFits(open.network());
            rows.add(row);
        }
        for (int i = 0; i < rows.size(); i++) {
            float[] some = open.states(rows.get(i));
            System.arraycopy(some, 0, states, i * size, size);
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("sampling", open.sampling().toString());
        facts.put("seed", open.seed());
        if (with != null) {
            facts.put("with", with.toString());
            facts.put("withWeight", withWeight);
        }
        facts.put("compositions", all.stream().map(ComposeCommand::told).toList());
        open.write(states, count, facts);
    }

    private Composition composition(int i, SheetRun.Open open) {
        Classes classes = open.classes();
        List<Long> some = Labels.parse(labels.get(i), classes);
        String text = weights.isEmpty() ? null : weights.get(weights.size() == 1 ? 0 : i);
        List<Double> ws = text == null ? some.stream().map(l -> 1.0).toList() : numbers(text);
        if (ws.size() != some.size()) {
            throw new UsageException(
                    "--labels %s names %d labels, --weights %s has %d numbers: one for each"
                            .formatted(labels.get(i), some.size(), text, ws.size()));
        }
        return base == Base.NONE
                ? Composition.sum(some, ws)
                : Composition.aroundNull(some, ws, open.sampling().cfg());
    }

    private static List<Double> numbers(String text) {
        try {
            return Stream.of(text.split(",")).map(String::strip).map(Double::valueOf).toList();
        } catch (NumberFormatException e) {
            throw new UsageException("--weights " + text + ": numbers such as 1,-0.5 are expected");
        }
    }

    private static Object told(Composition one) {
        return one.terms().stream()
                .map(
                        t -> {
                            Map<String, Object> term = new LinkedHashMap<>();
                            term.put(
                                    "label",
                                    t.label() == Composition.NULL_LABEL
                                            ? (Object) "null"
                                            : (Object) t.label());
                            term.put("weight", t.weight());
                            return term;
                        })
                .toList();
    }
}
