package dev.eqm.cli.command.weights;

import dev.eqm.core.store.NotFinite;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.sit.SiTFlops;
import dev.eqm.models.sit.SiTPresets;
import dev.eqm.run.weights.Inspection;
import dev.eqm.run.weights.NetworkInspection;
import dev.eqm.run.weights.TensorListing;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/**
 * Prints what {@code eqm inspect} finds, for people.
 *
 * <p>Tables are written to the stream and flushed by the command, once: they may have thousands of
 * lines. A GMAC counts a multiply-accumulate once and a GFLOP twice, hence the two divisors.
 */
record InspectionText(PrintWriter out) {
    private static final int LONG = 60; // characters of a value on a line

    /** A line for each preset. */
    void presets() {
        line(
                "%-9s %6s %6s %6s %6s %14s %9s",
                "preset", "width", "depth", "heads", "patch", "parameters", "GMACs");
        SiTPresets.all()
                .forEach(
                        (name, c) ->
                                line(
                                        "%-9s %6d %6d %6d %6d %,14d %9.2f",
                                        name,
                                        c.width(),
                                        c.depth(),
                                        c.heads(),
                                        c.patchSize(),
                                        c.specs().stream().mapToLong(ParameterSpec::size).sum(),
                                        SiTFlops.total(c) / 1e9));
        line(
                "%s",
                "for 32x32x4 latents and 1000 classes; GMACs of one forward pass (papers print them as \"Gflops\")");
    }

    /**
     * One inspection.
     *
     * @param names whether each tensor of a network has a line; those of other files always have
     */
    void print(Inspection found, boolean names) {
        if (found instanceof NetworkInspection network) {
            network(network, names);
        } else if (found instanceof TensorListing listing) {
            tensors(listing);
        }
        Map<String, Long> bad = found.notFinite();
        if (!bad.isEmpty()) {
            line("%-14s NaN or infinite numbers in %s", "not finite", NotFinite.told(bad));
        }
    }

    /**
     * Where it is from, its architecture, then what a forward pass costs and in which parts, so
     * that two networks can be compared line by line.
     */
    private void network(NetworkInspection found, boolean names) {
        ModelArchitecture a = found.architecture();
        found.source().facts().forEach((key, value) -> line("%-14s %s", key, value));
        a.describe().forEach((key, value) -> line("%-14s %s", key, value));
        line(
                "%-14s %,d (%,d trainable) in %d tensors",
                "parameters", found.parameters(), found.trainable(), a.specs().size());
        long total = found.macs();
        line("%-14s %.4f GMACs, %.4f GFLOPs", "forward pass", total / 1e9, total / 5e8);
        a.macs()
                .forEach(
                        (part, macs) ->
                                line(
                                        "  %-26s %,18d MACs  %5.1f %%",
                                        part, macs, 100.0 * macs / total));
        if (names) {
            a.specs().forEach(s -> line("  %-44s %s", s.name(), s.shape()));
        }
    }

    /** Tensors first, then the values. */
    private void tensors(TensorListing found) {
        line("%-14s %s", "file", found.file());
        line(
                "%-14s %d of %,d numbers, %,d bytes",
                "tensors", found.tensors().size(), found.elements(), found.bytes());
        found.tensors().forEach((name, t) -> line("  %-52s %s%s", name, t.dtype(), t.shape()));
        if (!found.values().isEmpty()) {
            line("%-14s %d", "values", found.values().size());
        }
        found.values().forEach((name, value) -> line("  %-52s %s", name, cut(value)));
    }

    /** A value of a {@code .pt} may be a whole list of file names; one line has to do. */
    private static String cut(String text) {
        return text.length() <= LONG ? text : text.substring(0, LONG) + "...";
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
