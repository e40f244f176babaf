package dev.eqm.cli.option;

import ai.djl.Device;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.NpzImages;
import dev.eqm.core.data.PictureFolder;
import dev.eqm.run.UsageException;
import dev.eqm.run.settings.FeatureChoice;
import dev.eqm.sample.evaluation.feature.Features;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which features, and pictures from disk: options of commands that score. */
public final class FeatureOptions {
    @Option(
            names = "--features",
            paramLabel = "SPEC",
            defaultValue = "auto",
            description =
                    "fmnist28 (the built-in net for grey 28x28 pictures; its distance is called FMD), pixels,"
                            + " pixels:N (means over squares, NxN), classifier:FILE (of eqm features"
                            + " train), torchscript:FILE[,grey|,rgb][,LOW..HIGH]"
                            + " (a net that answers [N, D]; LOW..HIGH is what bytes become, -1..1 if left"
                            + " out), or inception:FILE[,tensorflow|,pytorch-fid] (the FID Inception's"
                            + " weights, .pth or safetensors, and whose resizing). Default: auto, which is"
                            + " fmnist28 for grey 28x28 pictures, pixels for others.")
    private String spec;

    @Option(
            names = "--feature-batch",
            paramLabel = "N",
            defaultValue = "64",
            description = "Pictures that the net sees at a time; default ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--size",
            paramLabel = "N",
            description = "Pictures of a folder are cut to squares of N pixels, as published.")
    private Integer size;

    @Option(
            names = "--channels",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "Pictures of a folder are read as grey (1) or RGB (3); default ${DEFAULT-VALUE}.")
    private int channels;

    public int batch() {
        if (batch < 1) {
            throw new UsageException("--feature-batch must be at least 1, got " + batch);
        }
        return batch;
    }

    /** Pictures of a folder or an npz file. */
    public ImageSource pictures(Path path) {
        if (!Files.exists(path)) {
            throw new UsageException(
                    path + ": there is no such folder or npz file; check the path");
        }
        if (!Files.isDirectory(path)) {
            return NpzImages.open(path, NpzImages.Layout.AUTO);
        }
        if (size == null) {
            throw new UsageException(
                    path + ": a folder's pictures need a size: give --size N (and --channels)");
        }
        return PictureFolder.flat(path, size, channels);
    }

    /** What was done to them, in words. */
    public String preparation(Path path) {
        return Files.isDirectory(path) ? "center crop to %dx%d".formatted(size, size) : "as stored";
    }

    /** The features, opened. */
    public Features open(ImageShape pictures, Device device) {
        return new FeatureChoice(spec).open(pictures, device);
    }
}
