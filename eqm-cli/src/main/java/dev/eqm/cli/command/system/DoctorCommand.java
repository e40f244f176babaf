package dev.eqm.cli.command.system;

import ai.djl.Device;
import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.ConsoleCommand;
import dev.eqm.cli.golden.GoldenSuite;
import dev.eqm.core.device.Backend;
import dev.eqm.core.device.LibtorchVersion;
import dev.eqm.core.device.Precision;
import dev.eqm.core.device.Tf32;
import dev.eqm.models.sit.SamplingKernel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code eqm doctor}: prints versions and devices line by line, then runs the bundled golden cases
 * or those of a folder through a {@link GoldenSuite}, each a line of a {@link GoldenTable}.
 *
 * <p>TF32 is off: the published numbers are those of true float32. Nothing is written. Exit codes
 * are its own: 0 if all cases pass, 1 for wrong numbers, 2 for a folder that cannot be run.
 *
 * <p>The device is auto by default, since the question is what this machine computes by itself. The
 * bundled cases need no network and no data set, and are small enough for a CPU.
 */
@Command(name = "doctor", mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {
    private static final double MIB = 1 << 20;

    /** A line of the head: name and value. */
    private static final String FACT = "%-13s %s";

    @Spec private CommandSpec spec;

    @Option(
            names = "--golden",
            paramLabel = "DIR",
            description =
                    "A folder with cases.json, npz and safetensors files; default: the bundled cases.")
    private Path golden;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "cpu, cuda, cuda:N or auto.")
    private String device;

    @Option(names = "--all-arrays", description = "Also lists every array that was compared.")
    private boolean allArrays;

    /**
     * Facts come first and are flushed: if the numbers abort the JVM, one knows on what.
     *
     * @return 0 all right, 1 wrong numbers, 2 a damaged or unfit folder
     */
    @Override
    public Integer call() {
        return ConsoleCommand.watched(spec, this::check);
    }

    private int check(Console out) {
        try (GoldenSuite suite =
                golden == null ? GoldenSuite.bundled() : GoldenSuite.open(golden)) {
            Device where = Backend.device(device);
            Tf32.use(false, where); // the numbers are those of float32
            machine(out, where);
            out.line("%nnumbers: %s", golden == null ? "bundled cases" : golden);
            GoldenTable table =
                    new GoldenTable(out, allArrays, suite.ids().size(), LibtorchVersion.loaded());
            return table.end(suite.run(where, table));
        }
    }

    /** Of libtorch also which one is tested: whether the numbers agree, the cases below tell. */
    private static String told(String name, String version) {
        return name.equals("libtorch") ? new LibtorchVersion(version).describe() : version;
    }

    /** Line by line: what comes last may fail. */
    private static void machine(Console out, Device where) {
        Backend.versions().forEach((name, version) -> out.line(FACT, name, told(name, version)));
        int cores = Runtime.getRuntime().availableProcessors();
        out.line(FACT, "cores", cores + ", " + Backend.threads() + " threads per operation");
        out.line("%-13s at most %.0f MiB", "Java heap", Runtime.getRuntime().maxMemory() / MIB);
        out.line(FACT, "CUDA devices", Backend.gpuCount());
        out.line(FACT, "device", Backend.name(where));
        out.line(FACT, "float32", "works");
        out.line(FACT, "tf32", Tf32.describe());
        for (Precision p : Precision.values()) {
            SamplingKernel kernel = SamplingKernel.of(p, where);
            String in = p.toString().toLowerCase(Locale.ROOT);
            out.line(FACT, "sampling", in + ": " + kernel.name() + ", " + kernel.reason());
        }
        double error = new PrecisionCheck(where).relativeError(Precision.BFLOAT16);
        out.line(
                "%-13s works, differs from float32 by %.2g relative to the norm of the output",
                "bfloat16", error);
    }
}
