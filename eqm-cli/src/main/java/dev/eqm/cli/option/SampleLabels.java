package dev.eqm.cli.option;

import dev.eqm.run.sampling.LabelChoice;
import dev.eqm.sample.generate.Classes;
import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/**
 * Which labels, and how many samples.
 *
 * <p>Shared by {@code sample} and {@code evaluate}. {@code --labels} and {@code --labels-file}
 * exclude each other. A file has its own number of samples; {@code --count} beside it may only
 * repeat it. Without any flag: 64 samples, all classes in turn.
 */
@Group(OptionGroup.SAMPLES)
public final class SampleLabels {
    private static final int DEFAULT_COUNT = 64;

    /** A spec or a file, not both. */
    @Group(OptionGroup.SAMPLES)
    public static final class Source {
        @Option(
                names = "--labels",
                paramLabel = "SPEC",
                description =
                        "Labels, assigned to the samples in turn: numbers, ranges and class names, such "
                                + "as 0-9 or 3,Bag; or 'balanced' (every class equally often) or 'random' (drawn "
                                + "from the seed). Default: all classes in turn. A number is always a label; put "
                                + "a class name that is a number in double quotes: '\"10\"'.")
        private String spec;

        @Option(
                names = "--labels-file",
                paramLabel = "FILE",
                description =
                        "A file with one label (number or name) per line, for samples 0, 1, ...; quotes as for --labels.")
        private Path file;
    }

    @ArgGroup private Source source;

    @Option(
            names = "--count",
            paramLabel = "N",
            description =
                    "Number of samples; default: 64, or the number of lines in --labels-file.")
    private Integer count;

    /** Refuses what no model could make right. */
    public void check() {
        Usage.requireAtLeastOne("--count", count);
    }

    /** Whether one of them was given. */
    public boolean isGiven() {
        return source != null || count != null;
    }

    /**
     * What was asked for.
     *
     * @param seed of labels that are drawn
     */
    public LabelChoice choice(Classes classes, long seed) {
        if (source != null && source.file != null) {
            LabelChoice listed = LabelChoice.listed(source.file, classes);
            Usage.require(
                    count == null || count == listed.count(),
                    "%s has %s labels, but --count is %s: remove --count, or make them equal",
                    source.file,
                    listed.count(),
                    count);
            return listed;
        }
        int n = count == null ? DEFAULT_COUNT : count;
        return LabelChoice.of(source == null ? LabelChoice.ALL : source.spec, n, classes, seed);
    }
}
