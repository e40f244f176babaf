package dev.eqm.cli.command.system;

import ai.djl.Device;
import dev.eqm.cli.golden.CaseResult;
import dev.eqm.cli.golden.Gap;
import dev.eqm.cli.golden.GoldenListener;
import dev.eqm.cli.golden.GoldenSuite;
import dev.eqm.core.device.Backend;
import dev.eqm.core.device.Precision;
import dev.eqm.core.device.Tf32;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
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

    private PrintWriter out;

    @Override
    public Integer call() {
        out = spec.commandLine().getOut();
        try (GoldenSuite suite =
                golden == null ? GoldenSuite.bundled() : GoldenSuite.open(golden)) {
            Device where = Backend.device(device);
            Tf32.use(false, where); // the numbers are those of float32
            machine(where);
            out.printf("%nnumbers: %s%n", golden == null ? "bundled cases" : golden);
            List<CaseResult> results = suite.run(where, new Table());
            gaps(results);
            return verdict(results);
        }
    }

    /** 0 all right, 1 wrong numbers, 2 a damaged or unfit folder. */
    private int verdict(List<CaseResult> results) {
        long passed = count(results, CaseResult.Status.PASSED);
        long failed = count(results, CaseResult.Status.FAILED);
        long errors = count(results, CaseResult.Status.ERROR);
        out.println();
        if (GoldenSuite.passed(results)) {
            out.println(passed + " cases passed: this machine computes the right numbers");
            return 0;
        }
        out.printf("%d cases passed, %d failed, %d could not be run%n", passed, failed, errors);
        out.flush();
        return failed > 0 ? 1 : 2;
    }

    private static long count(List<CaseResult> results, CaseResult.Status status) {
        return results.stream().filter(r -> r.status() == status).count();
    }

    private void machine(Device where) {
        Backend.versions().forEach((name, version) -> fact(name, version));
        Runtime runtime = Runtime.getRuntime();
        fact(
                "cores",
                runtime.availableProcessors() + ", " + Backend.threads() + " threads an operation");
        fact("Java heap", String.format(Locale.ROOT, "at most %.0f MiB", runtime.maxMemory() / MB));
        fact("CUDA devices", Integer.toString(Backend.gpuCount()));
        fact("device", Backend.name(where));
        fact("float32", "works");
        fact("tf32", Tf32.describe());
        fact(
                "bfloat16",
                String.format(
                        Locale.ROOT,
                        "works, differs from float32 by %.2g of the answer's norm",
                        new PrecisionCheck(where).relativeError(Precision.BFLOAT16)));
        out.flush();
    }

    private void fact(String name, String value) {
        out.printf("%-13s %s%n", name, value);
    }

    private void gaps(List<CaseResult> results) {
        List<String> lines = new ArrayList<>();
        for (CaseResult r : results) {
            if (r.status() == CaseResult.Status.NOT_COVERED && !allArrays) {
                lines.add(r.id() + ": " + r.message());
                continue;
            }
            for (Gap gap : r.uncovered()) {
                lines.add(r.id() + ", " + gap);
            }
        }
        if (!lines.isEmpty()) {
            out.println();
            out.println("not covered:");
            lines.forEach(line -> out.println("  " + line));
        }
    }

    /** One line a case, as it is finished. */
    private final class Table implements GoldenListener {
        @Override
        public void finished(CaseResult r) {
            switch (r.status()) {
                case PASSED, FAILED ->
                        out.printf(
                                Locale.ROOT,
                                "  %-6s %-28s %4d arrays  worst %.3g  %s%n",
                                r.status() == CaseResult.Status.PASSED ? "ok" : "FAILED",
                                r.id(),
                                r.arrays().size(),
                                r.worstFraction(),
                                r.worst().map(Object::toString).orElse(""));
                case ERROR -> out.printf("  ERROR  %-28s %s%n", r.id(), r.message());
                case NOT_COVERED -> {} // listed at the end
            }
            if (allArrays) {
                r.arrays().forEach(a -> out.println("           " + a));
            }
            out.flush();
        }
    }
}
