package dev.eqm.cli.option;

import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.NpzImages;
import dev.eqm.core.data.PictureFolder;
import dev.eqm.run.config.NearPath;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.scoring.PictureFeatures;
import dev.eqm.run.scoring.PictureSet;
import dev.eqm.run.settings.FeatureChoice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * Which features, and pictures from disk: options of commands that score.
 *
 * <p>Shared by {@code evaluate}, {@code stats} and {@code sweep}. {@code --features auto} is
 * settled when the shape of the pictures is known. {@code --size} and {@code --channels} are read
 * for a folder alone: an .npz file has its own shape.
 */
@Group(OptionGroup.SCORES)
public final class FeatureOptions {
    @Option(
            names = "--features",
            paramLabel = "SPEC",
            defaultValue = "auto",
            description =
                    "fmnist28 (the built-in network for grey 28x28 images; its distance is called FMD), "
                            + "pixels, pixels:N (averaged down to NxN), classifier:FILE (from eqm features train), "
                            + "torchscript:FILE[,grey|,rgb][,LOW..HIGH] (a network that returns [N, D]; bytes are "
                            + "mapped to LOW..HIGH, default -1..1), or inception:FILE[,tensorflow|,pytorch-fid|,clean] "
                            + "(weights of the FID Inception, .pth or safetensors, and whose resizing to follow). "
                            + "Default: auto, which is fmnist28 for grey 28x28 images and pixels for others.")
    private String spec;

    @Group(OptionGroup.MACHINE)
    @Option(
            names = "--feature-batch",
            paramLabel = "N",
            defaultValue = "64",
            description = "Batch size of the feature network; default ${DEFAULT-VALUE}.")
    private int batch;

    @Group(OptionGroup.IMAGES)
    @Option(
            names = "--size",
            paramLabel = "N",
            description =
                    "Images of a folder are cropped to squares of N pixels, as in the published code; "
                            + "default: the size of the run's images.")
    private Integer size;

    @Group(OptionGroup.IMAGES)
    @Option(
            names = "--channels",
            paramLabel = "N",
            description =
                    "Images of a folder are read as grey (1) or RGB (3); default: those of the run, otherwise 3.")
    private Integer channels;

    /** What scores look at. */
    public PictureFeatures features() {
        Usage.requireAtLeastOne("--feature-batch", batch);
        return new PictureFeatures(new FeatureChoice(spec), batch);
    }

    /** Pictures of a folder or an npz file, with nothing to be compared with. */
    public PictureSet pictures(Path path) {
        return pictures(path, List.of());
    }

    /**
     * Pictures of a folder or an npz file.
     *
     * @param run whose images they are compared with; none or one
     */
    public PictureSet pictures(Path path, List<RunFolder> run) {
        Usage.require(
                Files.exists(path),
                "%s: there is no such folder or npz file%s; check the path",
                path,
                NearPath.suggestion(path));
        if (!Files.isDirectory(path)) {
            return new PictureSet(
                    path.toString(), NpzImages.open(path, NpzImages.Layout.AUTO), "as the data");
        }
        List<ImageShape> like =
                size != null && channels != null
                        ? List.of()
                        : run.stream()
                                .map(r -> r.readConfig().data().source().open().shape())
                                .toList();
        Usage.require(
                size != null || !like.isEmpty(),
                "%s: images of a folder need a size: give --size N (and --channels)",
                path);
        int side = size != null ? size : like.get(0).height();
        int planes = channels != null ? channels : like.isEmpty() ? 3 : like.get(0).channels();
        return new PictureSet(
                path.toString(),
                PictureFolder.flat(path, side, planes),
                "center crop to " + side + "x" + side);
    }
}
