package dev.eqm.cli.option;

import dev.eqm.core.check.Setting;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.NpzImages;
import dev.eqm.core.data.PictureFolder;
import dev.eqm.run.config.NearPath;
import dev.eqm.run.settings.RunConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Which images to encode.
 *
 * <p>{@code eqm encode} alone has them. {@code --images} and {@code --config} exclude each other,
 * and one of them must be given; {@code --size} and {@code --classes} describe a path and mean
 * nothing beside a configuration, which has its own data.source. Their defaults, 256 and 1, stand
 * in the code and not in picocli: only so is it known whether they were given.
 */
@Group(OptionGroup.IMAGES)
public final class EncodeImages {
    @Mixin private ConfigOptions options;

    @Option(
            names = "--images",
            paramLabel = "PATH",
            description =
                    "A folder with a subfolder of images for each class, a folder of images, or "
                            + "an .npz file; alternatively --config, whose data.source is encoded.")
    private Path path;

    @Option(
            names = "--size",
            paramLabel = "N",
            description =
                    "Images of a folder are cropped to squares of N pixels, as in the published code; default 256.")
    private Integer size;

    @Option(
            names = "--classes",
            paramLabel = "N",
            description =
                    "Number of classes of an .npz file; its labels must lie below it. Default 1.")
    private Integer classes;

    private static final int SIDE = 256;
    private static final int RGB = 3;

    /** The configuration; the defaults without one. */
    public RunConfig config() {
        Usage.require(
                size == null || (size >= 1 && size <= 4096),
                "--size must lie in [1, 4096], got %s",
                size);
        Usage.requireAtLeastOne("--classes", classes);
        Usage.require(
                Usage.count(options.isGiven(), path != null) == 1,
                Setting.command("encode")
                        + " needs exactly one of --images PATH and "
                        + "--config FILE (for the data source of a configuration)");
        if (!options.isGiven()) {
            return RunConfig.DEFAULT;
        }
        Usage.require(
                size == null && classes == null,
                "--size and --classes belong to --images; with --config, set data.source instead");
        return options.read();
    }

    /** Opens them. */
    public ImageSource open(RunConfig config) {
        if (path == null) {
            return config.data().source().open();
        }
        Usage.require(
                Files.exists(path),
                "%s: there is no such folder or file%s; check the path",
                path,
                NearPath.suggestion(path));
        if (!Files.isDirectory(path)) {
            return NpzImages.open(path, classes == null ? 1 : classes, NpzImages.Layout.AUTO);
        }
        int side = size == null ? SIDE : size;
        return hasFolders(path)
                ? PictureFolder.classes(path, side, RGB)
                : PictureFolder.flat(path, side, RGB);
    }

    /** Whether subfolders are classes; hidden ones (.git, .thumbnails) are none. */
    private static boolean hasFolders(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.anyMatch(
                    p -> Files.isDirectory(p) && !p.getFileName().toString().startsWith("."));
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be read: " + e, e);
        }
    }
}
