package dev.eqm.cli.command.score;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.ConsoleCommand;
import dev.eqm.cli.option.ConfigOptions;
import dev.eqm.cli.option.FeatureDevice;
import dev.eqm.cli.option.FeatureOptions;
import dev.eqm.cli.option.Usage;
import dev.eqm.core.data.ImageSource;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.folder.Target;
import dev.eqm.run.scoring.PictureFeatures;
import dev.eqm.run.scoring.PictureSet;
import dev.eqm.run.scoring.PictureStatistics;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.statistics.Gaussian;
import dev.eqm.sample.evaluation.statistics.Provenance;
import dev.eqm.sample.evaluation.statistics.Reference;
import dev.eqm.sample.evaluation.statistics.ReferenceFile;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code eqm stats}: the {@link PictureStatistics} of a folder, a file or a run's data, written as
 * a {@link ReferenceFile}.
 */
@Command(name = "stats")
public final class StatsCommand extends ConsoleCommand {
    @Mixin private FeatureOptions features;
    @Mixin private ConfigOptions config;

    @Option(
            names = "--images",
            paramLabel = "PATH",
            description =
                    "A folder of images or an .npz file; alternatively give --config or --run.")
    private Path images;

    @Option(names = "--run", paramLabel = "DIR", description = "Takes the data of a run.")
    private Path run;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            defaultValue = "unnamed",
            description =
                    "Which part of the data this is (train, test, ...), recorded in the file.")
    private String split;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "Takes only the first N images; default: all.")
    private Integer count;

    @Option(
            names = "--keep-features",
            description =
                    "Also stores all features, which KID, precision, recall, density and coverage need.")
    private boolean keep;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "The .npz file to write.")
    private Path out;

    @Option(names = "--overwrite", description = "Replaces an existing file.")
    private boolean overwrite;

    @Mixin private FeatureDevice device;

    @Override
    protected void run(Console console) {
        Usage.requireAtLeastOne("--count", count);
        PictureFeatures looks = features.features();
        Target.file(out, overwrite);
        PictureSet pictures = pictures();
        ImageSource source = pictures.source();
        source.warnings().forEach(console::warned);
        Stream.ofNullable(run).forEach(r -> new RunFolder(r).warnOfOtherData(source, console));
        int n = count == null ? source.size() : count;
        Usage.require(
                n >= 1 && n <= source.size(),
                "--count must lie in [1, %s], got %s: there are no more images in %s",
                source.size(),
                n,
                source.describe());
        Reference reference =
                new PictureStatistics(pictures, split, n, keep).of(looks, device.name(), console);
        ReferenceFile.write(out, reference);
        Gaussian pooled = reference.gaussians().get(FeatureKind.POOLED);
        pooled.warnings(source.describe()).forEach(console::warned);
        Provenance made = reference.provenance();
        console.line(
                "%s: %d images (%s) as %s, sha256 %s",
                out, n, source.describe(), made.features().name(), made.sha256());
    }

    /**
     * The pictures of the one option that was given; of a run or a configuration what it trains on,
     * before flips and crops. Which part of the data that is, {@code --split} says.
     */
    private PictureSet pictures() {
        Usage.require(
                Usage.count(images != null, run != null, config.isGiven()) == 1,
                "choose the images by exactly one of --images PATH, --run DIR and --config FILE");
        if (images != null) {
            return features.pictures(images);
        }
        RunConfig data = config.isGiven() ? config.read() : RunFolder.named(run).readConfig();
        return PictureSet.of(data.data().source().open());
    }
}
