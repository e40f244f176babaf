package dev.eqm.cli.command.score;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.LandscapeText;
import dev.eqm.core.store.Json;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.folder.JsonFile;
import dev.eqm.run.folder.Target;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.ModelChoice;
import dev.eqm.run.scoring.LandscapeLook;
import dev.eqm.run.scoring.LandscapeReport;
import dev.eqm.run.scoring.LandscapeRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code eqm inspect WHAT --landscape}. */
public final class LandscapeInspection {
    @Option(
            names = "--landscape",
            required = true,
            description =
                    "Gradient norm, distance from being a gradient and local Lipschitz constant at data, at noise and"
                            + " along a descent, and the step sizes that follow; always in float32.")
    private boolean wanted;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "32",
            description =
                    "Images, and descents from noise with their labels; default ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--path",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "States of the run's own descent that are looked at, noise and end among them; default"
                            + " ${DEFAULT-VALUE}.")
    private int path;

    @Option(
            names = "--probes",
            paramLabel = "N",
            defaultValue = "8",
            description =
                    "Random projections of the Jacobian at each state; default ${DEFAULT-VALUE}.")
    private int probes;

    @Option(
            names = "--cfg",
            paramLabel = "SCALE",
            defaultValue = "1",
            description = "Looks at the guided field; default ${DEFAULT-VALUE}, the model itself.")
    private double cfg;

    @Option(
            names = "--falls",
            split = ",",
            paramLabel = "F",
            defaultValue = "0.5,0.9,2.5",
            description =
                    "Of an explicit energy: gradient descent with eta = F/L for each F, and how many steps raised the"
                            + " energy; default ${DEFAULT-VALUE}.")
    private List<Double> falls;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of noise and probes; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--device", paramLabel = "NAME", description = "cpu, cuda, cuda:N or auto.")
    private String device;

    @Option(names = "--out", paramLabel = "DIR", description = "Also writes landscape.json there.")
    private Path out;

    public boolean isWanted() {
        return wanted;
    }

    /** Looks, prints, and writes the file if one is wanted. */
    public void run(String what, boolean json, Console console) {
        LandscapeRequest request = request(what);
        if (out != null) {
            Target.in(out, "landscape.json");
        }
        FoundModel found = ModelChoice.of(Path.of(what)).find(RunListener.SILENT); // told below
        LandscapeReport report =
                LandscapeLook.at(
                        found,
                        found.config().computeOn(device),
                        request,
                        json ? RunListener.SILENT : console); // so that JSON stands alone
        if (json) {
            console.line("%s", Json.writePretty(report.toJson()));
        } else {
            LandscapeText.print(report, console);
        }
        if (out != null) {
            JsonFile.write(out.resolve("landscape.json"), report.toJson());
            if (!json) {
                console.written(out.resolve("landscape.json"));
            }
        }
    }

    private LandscapeRequest request(String what) {
        if (what == null || !Files.exists(Path.of(what))) {
            throw new UsageException(
                    "--landscape is for a trained model: name a run, a checkpoint folder or a model file, got "
                            + what);
        }
        if (count < 2) {
            throw new UsageException(
                    "--count must be at least 2, for standard errors, got " + count);
        }
        if (path < 2) {
            throw new UsageException("--path must be at least 2, noise and end, got " + path);
        }
        if (falls.stream().anyMatch(f -> !(f > 0 && f < 1000))) {
            throw new UsageException("--falls must lie in (0, 1000), got " + falls);
        }
        return new LandscapeRequest(count, path, probes, cfg, falls, seed);
    }
}
