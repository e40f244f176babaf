package dev.eqm.cli.command.system;

import ai.djl.Device;
import dev.eqm.cli.bench.gpu.GpuBench;
import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.ConsoleCommand;
import dev.eqm.core.device.Backend;
import dev.eqm.core.store.JsonObject;
import dev.eqm.run.folder.JsonFile;
import dev.eqm.run.folder.Target;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code eqm bench gpu}: {@link GpuBench}, as a table and as JSON. */
@Command(name = "gpu", mixinStandardHelpOptions = true)
public final class GpuBenchCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "cuda",
            description =
                    "cuda, cuda:N, or cpu for a rehearsal of the checks; default ${DEFAULT-VALUE}.")
    private String device;

    @Option(names = "--quick", description = "Times only a tiny job, to see that everything works.")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes everything as JSON.")
    private Path json;

    /** 0 if every check passed, else 1. */
    @Override
    public Integer call() {
        if (json != null) {
            Target.report(json);
        }
        return ConsoleCommand.watched(spec, this::run);
    }

    private int run(Console out) {
        Device where = Backend.device(device);
        JsonObject report = new GpuBench(where, quick, out).run();
        if (json != null) {
            JsonFile.write(json, report);
            out.written(json);
        }
        boolean passed = (Boolean) report.get("passed");
        if (!passed) {
            out.line("%nSome checks failed: do not trust numbers that this device computes.");
        }
        return passed ? 0 : 1;
    }
}
