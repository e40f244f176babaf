package dev.eqm.cli.option;

import dev.eqm.run.folder.Numbered;
import dev.eqm.run.folder.Target;
import dev.eqm.run.pipeline.ComputeChoice;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.sampling.SampleFolder;
import dev.eqm.run.sampling.SamplingSetup;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Which noise, computed where, written where: options of every command that samples.
 *
 * <p>Shared by {@code sample}, {@code ood} and, through {@link SheetOptions}, by the sheets.
 * Without {@code --out} the folder is named after run and step, and after the command unless it is
 * {@code sample}: what was made of another checkpoint, or by another command, does not stand in the
 * way.
 */
public final class SampleWhere {
    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Seed for the noise; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Output folder; default: samples/RUN-STEP-${COMMAND-NAME}, or the same with -2 and so on if there is one already.")
    private Path out;

    @Mixin private Computing computing;

    /** Of the noise. */
    public long seed() {
        return seed;
    }

    /** Where samples of a model go. */
    public SampleFolder samples(FoundModel found, boolean overwrite) {
        return new SampleFolder(folder(found), out != null, overwrite);
    }

    /**
     * Where a sheet or a report goes: to a folder of its own, or to the next number if one is there
     * already, unless the folder was named or may be overwritten.
     *
     * @param file NAME.png or the like, for {@code samples/RUN-STEP-NAME}
     */
    public Path folderFor(String file, FoundModel found, boolean overwrite) {
        if (out != null) {
            return out;
        }
        String name = file.replaceFirst("\\..*", "");
        Path own = Path.of("samples").resolve(found.name() + "-" + name);
        return overwrite ? own : Numbered.without(file, own);
    }

    private Path folder(FoundModel found) {
        return out == null ? Path.of("samples").resolve(found.name()) : out;
    }

    /** How samples of a model are made, with the options that say so. */
    public SamplingSetup setup(FoundModel found, SampleSettings settings, VaeOptions vae) {
        return new SamplingSetup(
                found,
                settings.over(found),
                compute(),
                vae.choice(found.config(), found.channels()),
                seed);
    }

    /** Where and how precisely it computes. */
    public ComputeChoice compute() {
        return computing.choice();
    }

    /**
     * The folder, once it can take a report.
     *
     * @param name a file of the report, which must not be there unless it may be replaced
     */
    public Path freeFolder(FoundModel found, String name, boolean overwrite) {
        Path folder = folderFor(name, found, overwrite);
        Target.in(folder, name, overwrite);
        return folder;
    }
}
