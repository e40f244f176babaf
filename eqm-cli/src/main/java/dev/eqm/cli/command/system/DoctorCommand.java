package dev.eqm.cli.command.system;

import ai.djl.Device;
import dev.eqm.cli.golden.CaseResult;
import dev.eqm.cli.golden.GoldenSuite;
import dev.eqm.core.device.Backend;
import dev.eqm.core.device.Precision;
import dev.eqm.core.device.Tf32;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code eqm doctor}. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Shows what eqm runs on, and checks that this machine computes the published numbers.",
        footer = {
            "",
            "A case passes if every number lies within its tolerance; 'worst' is the largest error as a",
            "fraction of its tolerance. Exit code 1 if a case fails, 2 if one cannot be run."
        })
public final class DoctorCommand implements Callable<Integer> {
    private static final double MB = 1 << 20;

    @Spec private CommandSpec spec;

    @Option(
            names = "--golden",
            paramLabel = "DIR",
            description =
                    "A folder with cases.json, npz and safetensors files; default: the bundled set.")
    private Path golden;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "cpu, cuda, cuda:N or auto.")
    private String device;

    @Option(names = "--all-arrays", description = "Also list every array that was compared.")
    private boolean allArrays;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (GoldenSuite suite =
                golden == null ? GoldenSuite.bundled() : GoldenSuite.open(golden)) {
            Device where = Backend.device(device);
            Tf32.use(false, where); // the numbers are those of float32
            machine(out, where);
            out.printf("%nnumbers: %s%n", golden == null ? "bundled cases" : golden);
            GoldenTable table = new GoldenTable(out, allArrays);
            List<CaseResult> results = suite.run(where, table);
            return table.end(results);
        }
    }

    /** Line by line: what comes last may fail. */
    private static void machine(PrintWriter out, Device where) {
        Backend.versions().forEach((name, version) -> fact(out, name, version));
        Runtime runtime = Runtime.getRuntime();
        fact(
                out,
                "cores",
                runtime.availableProcessors() + ", " + Backend.threads() + " threads an operation");
        fact(out, "Java heap", text("at most %.0f MiB", runtime.maxMemory() / MB));
        fact(out, "CUDA devices", Integer.toString(Backend.gpuCount()));
        fact(out, "device", Backend.name(where));
        fact(out, "float32", "works");
        fact(out, "tf32", Tf32.describe());
        double error = new PrecisionCheck(where).relativeError(Precision.BFLOAT16);
        fact(
                out,
                "bfloat16",
                text("works, differs from float32 by %.2g of the answer's norm", error));
        out.flush();
    }

    private static void fact(PrintWriter out, String name, String value) {
        out.printf("%-13s %s%n", name, value);
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
