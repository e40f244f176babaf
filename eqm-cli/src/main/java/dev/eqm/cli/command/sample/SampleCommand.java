package dev.eqm.cli.command.sample;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.ConsoleCommand;
import dev.eqm.cli.console.Held;
import dev.eqm.cli.console.SampleText;
import dev.eqm.cli.option.ModelOptions;
import dev.eqm.cli.option.OutputOptions;
import dev.eqm.cli.option.SampleGuidance;
import dev.eqm.cli.option.SampleLabels;
import dev.eqm.cli.option.SampleSettings;
import dev.eqm.cli.option.SampleWhere;
import dev.eqm.cli.option.ShardOptions;
import dev.eqm.cli.option.Usage;
import dev.eqm.cli.option.VaeOptions;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.sampling.LabelChoice;
import dev.eqm.run.sampling.SampleOutputs;
import dev.eqm.run.sampling.SampleRequest;
import dev.eqm.run.sampling.SamplingSetup;
import dev.eqm.run.shard.ShardChoice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code eqm sample}: a folder of samples of a trained model.
 *
 * <p>One {@link SampleRequest}. Options are laid over the configuration of the model that was
 * found, so a plain {@code eqm sample} repeats what the run was configured for. Codec, labels and
 * outputs are checked before anything is written.
 *
 * <p>It writes what {@code --format} names, and labels.json, into {@code --out}. A folder that
 * holds samples of another request is refused, exit code 2; without {@code --out} they go to a
 * folder with the next number. One that holds all of these is left as it is, and told so, exit code
 * 0. One that holds a part of them is gone on with, to the same bytes. Samples that are not finite
 * end it with 1; those before them are kept.
 */
@Command(name = "sample")
public final class SampleCommand extends ConsoleCommand {
    @Mixin private ModelOptions model;
    @Mixin private SampleLabels labels;
    @Mixin private SampleSettings settings;
    @Mixin private SampleWhere place;
    @Mixin private SampleGuidance interval;
    @Mixin private OutputOptions outputs;
    @Mixin private VaeOptions vae;
    @Mixin private ShardOptions shards;

    @Option(
            names = "--overwrite",
            description = "Starts again and replaces the images that are already in the folder.")
    private boolean overwrite;

    /**
     * Options become parts of the request in the order in which they depend on each other: labels
     * need the classes of the model, outputs the number of labels.
     */
    @Override
    protected void run(Console console) {
        labels.check();
        settings.check();
        outputs.check();
        ShardChoice work = shards.choice(System.getenv());
        Held held = new Held(console);
        FoundModel found = model.choice().find(held);
        SamplingSetup setup = place.setup(found, settings, vae);
        LabelChoice wanted = labels.choice(found.classes(), place.seed());
        SampleOutputs written = outputs.choice(wanted.count());
        Usage.require(
                written.showsPictures() || !vae.isGiven(),
                "--vae and --vae-tile have no effect if no images are "
                        + "written: remove them, or add grid, png or npz to --format");
        SampleRequest request =
                new SampleRequest(
                        setup,
                        wanted,
                        interval.choice(setup),
                        written,
                        place.samples(found, overwrite),
                        work);
        SampleText.print(held.with(request.run(held)), console);
    }
}
