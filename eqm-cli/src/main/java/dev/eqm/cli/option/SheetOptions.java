package dev.eqm.cli.option;

import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.sampling.SamplingSetup;
import dev.eqm.run.sampling.Sheet;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What commands share that make one sheet of pictures, {@code NAME.png} and {@code NAME.json}.
 *
 * <p>Shared by {@code compose}, {@code denoise}, {@code inpaint}, {@code strip} and {@code
 * neighbours}: how samples are made, with what seed and where, and by which autoencoder they become
 * pictures. A sheet that is there stays: the next one goes to the folder with the next number, or
 * is refused before anything is sampled if {@code --out} names the folder.
 */
@Group(OptionGroup.OUTPUT)
public final class SheetOptions {
    @Mixin private SampleSettings settings;
    @Mixin private SampleWhere place;
    @Mixin private VaeOptions vae;

    @Option(names = "--overwrite", description = "Replaces existing output.")
    private boolean overwrite;

    /** Refuses what no model could make right. */
    public void check() {
        settings.check();
    }

    /** How samples of a model are made. */
    public SamplingSetup setup(FoundModel found) {
        return place.setup(found, settings, vae);
    }

    /** Where the sheet goes. */
    public Sheet sheet(SamplingSetup setup, String name) {
        return new Sheet(place.folderFor(name + ".png", setup.model(), overwrite), name, overwrite);
    }
}
