package dev.eqm.cli.option;

import dev.eqm.run.UsageException;
import dev.eqm.sample.generate.Classes;
import dev.eqm.sample.generate.Labels;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which labels, and how many samples. */
public final class SampleLabels {
    private static final int DEFAULT_COUNT = 64;

    /** A spec or a file, not both. */
    public static final class Source {
        @Option(
                names = "--labels",
                paramLabel = "SPEC",
                description =
                        "Numbers, ranges and names of classes, such as 0-9 or 3,Bag, given out in turn; "
                                + "'balanced': every class equally often; 'random': drawn from the seed. Default: all in turn.")
        private String spec;

        @Option(
                names = "--labels-file",
                paramLabel = "FILE",
                description = "One label a line, number or name, for sample 0, 1, ...")
        private Path file;
    }

    @ArgGroup private Source source;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "Samples; default: 64, or the lines of --labels-file.")
    private Integer count;

    /**
     * What was asked for.
     *
     * @param labels given out in turn
     * @param told the option as given, for comparing runs
     */
    public record Wanted(List<Long> labels, int count, String told) {}

    /** Reads the options. */
    public Wanted read(Classes classes, long seed) {
        if (source != null && source.file != null) {
            return listed(Labels.read(source.file, classes));
        }
        int n = count == null ? DEFAULT_COUNT : count;
        if (n < 1) {
            throw new UsageException("--count: count must be at least 1, got " + n);
        }
        String spec = source == null ? "all" : source.spec;
        List<Long> labels =
                switch (spec) {
                    case "all" -> Labels.all(classes.count());
                    case "balanced" -> Labels.balanced(classes.count(), n);
                    case "random" -> Labels.random(classes.count(), n, seed);
                    default -> Labels.parse(spec, classes);
                };
        return new Wanted(labels, n, spec);
    }

    private Wanted listed(List<Long> labels) {
        if (count != null && count != labels.size()) {
            throw new UsageException(
                    "%s has %d labels, --count is %d: leave --count out, or make them equal"
                            .formatted(source.file, labels.size(), count));
        }
        return new Wanted(labels, labels.size(), "as listed in " + source.file.getFileName());
    }
}
