package dev.eqm.cli.option;

import dev.eqm.run.UsageException;
import dev.eqm.run.sampling.AskedSum;
import dev.eqm.sample.generate.Classes;
import dev.eqm.sample.generate.Labels;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/**
 * Weighted sums of conditional fields.
 *
 * <p>{@code eqm compose} alone has them. {@code --labels} may be repeated, once for each row;
 * {@code --weights} is then given not at all (1 each), once for all rows, or once for each. That is
 * checked without a model; how many labels a row names, and which, needs its classes.
 */
@Group(OptionGroup.SAMPLES)
public final class CompositionOptions {
    /** What a sum starts from. */
    public enum Base {
        NULL,
        NONE
    }

    @Option(
            names = "--labels",
            paramLabel = "SPEC",
            required = true,
            description =
                    "Labels of one composition, numbers or class names (a name that "
                            + "is a number in double quotes), such as 3,7; repeatable.")
    private List<String> labels;

    @Option(
            names = "--weights",
            paramLabel = "W,W",
            description =
                    "One weight per label, which may be negative; give it once for "
                            + "all compositions or once for each. Default: 1 each.")
    private List<String> weights = List.of();

    @Option(
            names = "--base",
            defaultValue = "NULL",
            description =
                    "null: unconditional field + cfg * sum of weight * (conditional - "
                            + "unconditional); none: just the sum of weight * conditional. Default null.")
    private Base base;

    /** Refuses what no model could make right. */
    public void check() {
        Usage.require(
                weights.size() <= 1 || weights.size() == labels.size(),
                "--weights is given %s times and --labels %s times: "
                        + "give --weights once, or once for each --labels",
                weights.size(),
                labels.size());
    }

    /**
     * What was asked for.
     *
     * @param classes that labels may name
     * @param cfg the scale of sums around the unconditional field
     */
    public List<AskedSum> compositions(Classes classes, double cfg) {
        return IntStream.range(0, labels.size())
                .mapToObj(i -> composition(i, classes, cfg))
                .toList();
    }

    private AskedSum composition(int i, Classes classes, double cfg) {
        List<Long> some = Labels.parse(labels.get(i), classes);
        String text = weights.isEmpty() ? null : weights.get(weights.size() == 1 ? 0 : i);
        List<Double> ws = text == null ? some.stream().map(l -> 1.0).toList() : numbers(text);
        Usage.require(
                ws.size() == some.size(),
                "--labels %s names %s, but --weights %s has %s: give one weight per label",
                labels.get(i),
                counted(some.size(), "label"),
                text,
                counted(ws.size(), "weight"));
        return new AskedSum(some, ws, base == Base.NULL, cfg);
    }

    private static String counted(int n, String what) {
        return n + " " + what + (n == 1 ? "" : "s");
    }

    private static List<Double> numbers(String text) {
        try {
            return Stream.of(text.split(",")).map(String::strip).map(Double::valueOf).toList();
        } catch (NumberFormatException e) {
            throw new UsageException(
                    "--weights " + text + ": numbers such as 1,-0.5 are expected", e);
        }
    }
}
