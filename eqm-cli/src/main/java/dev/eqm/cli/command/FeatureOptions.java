package dev.eqm.cli.command;

import ai.djl.Device;
import dev.eqm.cli.config.ConfigException;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.NpzImages;
import dev.eqm.core.data.PictureFolder;
import dev.eqm.sample.evaluation.feature.Features;
import dev.eqm.sample.evaluation.feature.InceptionFeatures;
import dev.eqm.sample.evaluation.feature.PixelFeatures;
import dev.eqm.sample.evaluation.feature.TorchScriptFeatures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Which features, and pictures from disk: options of commands that score. */
final class FeatureOptions {
    private static final Pattern PIXELS = Pattern.compile("pixels(?::(\\d{1,4}))?");
    private static final Pattern SCRIPT =
            Pattern.compile("torchscript:(.+?)(,grey|,rgb)?(,(-?[0-9.]+)\\.\\.(-?[0-9.]+))?");

    private static final Pattern INCEPTION =
            Pattern.compile("inception:(.+?)(,tensorflow|,pytorch-fid)?");

    @Option(
            names = "--features",
            paramLabel = "SPEC",
            defaultValue = "pixels",
            description =
                    "pixels, pixels:N (means over squares, NxN), or torchscript:FILE[,grey|,rgb][,LOW..HIGH]"
                            + " (a net that answers [N, D]; LOW..HIGH is what bytes become, -1..1 if left"
                            + " out), or inception:FILE[,tensorflow|,pytorch-fid] (the FID Inception's"
                            + " weights, .pth or safetensors, and whose resizing); default ${DEFAULT-VALUE}.")
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

    int batch() {
        if (batch < 1) {
            throw new ConfigException("--feature-batch must be at least 1, got " + batch);
        }
        return batch;
    }

    /** Pictures of a folder or an npz file. */
    ImageSource pictures(Path path) {
        if (!Files.exists(path)) {
            throw new ConfigException(
                    path + ": there is no such folder or npz file; check the path");
        }
        if (!Files.isDirectory(path)) {
            return NpzImages.open(path, NpzImages.Layout.AUTO);
        }
        if (size == null) {
            throw new ConfigException(
                    path + ": a folder's pictures need a size: give --size N (and --channels)");
        }
        return PictureFolder.flat(path, size, channels);
    }

    /** What was done to them, in words. */
    String preparation(Path path) {
        return Files.isDirectory(path) ? "center crop to %dx%d".formatted(size, size) : "as stored";
    }

    /** The features, opened. */
    Features open(ImageShape pictures, Device device) {
        Matcher pixels = PIXELS.matcher(spec);
        if (pixels.matches()) {
            String side = pixels.group(1);
            return new PixelFeatures(pictures, side == null ? 0 : Integer.parseInt(side));
        }
        Matcher script = SCRIPT.matcher(spec);
        if (script.matches()) {
            boolean rgb =
                    script.group(2) == null
                            ? pictures.channels() == 3
                            : script.group(2).equals(",rgb");
            double low = script.group(4) == null ? -1 : Double.parseDouble(script.group(4));
            double high = script.group(5) == null ? 1 : Double.parseDouble(script.group(5));
            return TorchScriptFeatures.open(
                    Path.of(script.group(1)),
                    new TorchScriptFeatures.Input(rgb ? 3 : 1, low, high),
                    pictures.height(),
                    pictures.width(),
                    device);
        }
        Matcher inception = INCEPTION.matcher(spec);
        if (inception.matches()) {
            return InceptionFeatures.open(
                    Path.of(inception.group(1)),
                    ",pytorch-fid".equals(inception.group(2))
                            ? InceptionFeatures.Resize.PYTORCH_FID
                            : InceptionFeatures.Resize.TENSORFLOW,
                    device);
        }
        throw new ConfigException(
                "--features "
                        + spec
                        + ": known are pixels, pixels:N, torchscript:FILE[,grey|,rgb][,LOW..HIGH] and inception:FILE[,tensorflow|,pytorch-fid]");
    }
}
