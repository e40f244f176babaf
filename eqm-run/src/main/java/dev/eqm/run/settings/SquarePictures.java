package dev.eqm.run.settings;

import dev.eqm.core.check.Check;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.PictureFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Pictures of a folder, cut to squares: what is the same with classes and without. */
interface SquarePictures extends ImageData {
    Path folder();

    /** H = W of the squares. */
    int size();

    /** 1 grey, 3 RGB. */
    int channels();

    /** Files and folders below the folder that are passed over. */
    List<String> skip();

    /** Whether folders are classes. */
    boolean labelled();

    @Override
    default ImageOutline outline() {
        PictureFolder.Names names = PictureFolder.names(folder(), labelled(), skip());
        return new ImageOutline(
                names.pictures(), new ImageShape(channels(), size(), size()), names.classes());
    }

    /** What pictures tell: they are cut to squares of a size and converted to grey or RGB. */
    @Override
    default Set<String> inferable() {
        return Set.of("size", "channels");
    }

    static void require(int size, int channels) {
        Check.require(size >= 1 && size <= 4096, "size must lie in [1, 4096], got %s", size);
        boolean isPicture = channels == 1 || channels == 3;
        Check.require(isPicture, "channels must be 1 (grey) or 3 (RGB), got %s", channels);
    }
}
