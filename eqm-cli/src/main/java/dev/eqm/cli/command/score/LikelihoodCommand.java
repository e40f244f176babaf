package dev.eqm.cli.command.score;

import dev.eqm.cli.console.BitsText;
import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.ConsoleCommand;
import dev.eqm.cli.console.Held;
import dev.eqm.cli.option.ModelOptions;
import dev.eqm.cli.option.StartImageOptions;
import dev.eqm.cli.option.Usage;
import dev.eqm.run.folder.JsonFile;
import dev.eqm.run.folder.Target;
import dev.eqm.run.pipeline.ComputeChoice;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.scoring.BitsReport;
import dev.eqm.run.scoring.LikelihoodRequest;
import dev.eqm.sample.likelihood.Likelihood;
import dev.eqm.sample.likelihood.Probe;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code eqm likelihood}: bits a dimension that a Flow-Matching model needs for images.
 *
 * <p>One {@link LikelihoodRequest}; its {@link BitsReport} is printed, and written to
 * likelihood.json if {@code --out} names a folder. A report that is there is refused before
 * anything is computed.
 *
 * <p>Exit code 2 for a model that sees no time or is one of latents, and for fewer than two images:
 * the standard error is over images. Probes are Rademacher signs, whose variance is the lowest of
 * those in use; one for each image is enough, because the error between images is larger. {@code
 * --batch} is not the run's: the divergence takes a backward pass, and so a batch more memory than
 * in sampling.
 */
@Command(name = "likelihood")
public final class LikelihoodCommand extends ConsoleCommand {
    @Mixin private ModelOptions model;
    @Mixin private StartImageOptions images = new StartImageOptions(256);

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "50",
            description =
                    "Steps of Heun's method (shorter near the images), two "
                            + "evaluations each; default ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--probes",
            paramLabel = "N",
            defaultValue = "1",
            description = "Random probes per image for the divergence; default ${DEFAULT-VALUE}.")
    private int probes;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "32",
            description = "Batch size; default ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Seed for dequantisation and probes; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--device", paramLabel = "NAME", description = "cpu, cuda, cuda:N or auto.")
    private String device;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Also writes likelihood.json to this folder.")
    private Path out;

    /** Everything is checked before the model is looked for; the file is written last. */
    @Override
    protected void run(Console console) {
        Likelihood likelihood = new Likelihood(steps, probes, Probe.RADEMACHER);
        images.check();
        int count = images.count();
        Usage.require(count >= 2, "--count must be at least 2, got %s", count);
        Usage.requireAtLeastOne("--batch", batch);
        if (out != null) {
            Target.in(out, "likelihood.json");
        }
        Held held = new Held(console);
        FoundModel found = model.choice().find(held);
        images.check(found.classes());
        BitsReport report =
                held.with(
                        new LikelihoodRequest(
                                        found,
                                        device == null ? ComputeChoice.CONFIGURED : device,
                                        images.choice(),
                                        likelihood,
                                        batch,
                                        seed)
                                .run(held));
        BitsText.print(report, console);
        if (out != null) {
            JsonFile.write(out.resolve("likelihood.json"), report.toJson());
            console.written(out.resolve("likelihood.json"));
        }
    }
}
