package dev.eqm.run.settings;

import dev.eqm.core.data.IdxFile;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.NpzImages;
import dev.eqm.core.data.PictureFolder;
import dev.eqm.run.UsageException;
import dev.eqm.run.config.NearPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Images that a command line names by a path. */
public final class ImageFiles {
    private ImageFiles() {}

    /**
     * Opens a folder of pictures, which are cut to the shape, an .npz file, or an IDX file of
     * images, gzipped or not.
     */
    public static ImageSource open(Path path, ImageShape shape) {
        if (!Files.exists(path)) {
            throw new UsageException(
                    path
                            + ": there is no such file or folder"
                            + NearPath.suggestion(path)
                            + "; give a folder of images, an .npz file or an IDX file of images");
        }
        if (Files.isDirectory(path)) {
            if (shape.height() != shape.width()) {
                throw new UsageException(
                        "%s: images of folders are cropped to squares, but the model expects %s"
                                .formatted(path, shape));
            }
            return ColouredAsGrey.of(PictureFolder.flat(path, shape.height(), shape.channels()));
        }
        if (path.toString().toLowerCase(Locale.ROOT).matches(".*\\.np[yz]")) { // .npy is told there
            return NpzImages.open(path, NpzImages.Layout.AUTO);
        }
        return IdxFile.unlabelled(path);
    }

    /** The same, refusing images of another shape; grey images may be stored as RGB. */
    public static ImageSource fitting(Path path, ImageShape shape) {
        return requireShape(GreyImages.fitting(open(path, shape), shape), shape);
    }

    /** Refuses images of another shape than the model's. */
    public static ImageSource requireShape(ImageSource source, ImageShape shape) {
        if (!source.shape().equals(shape)) {
            throw new UsageException(
                    "the images are %s (%s), but the model expects %s"
                            .formatted(source.shape(), source.describe(), shape));
        }
        return source;
    }
}
