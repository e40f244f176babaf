package dev.eqm.run.pipeline;

import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.run.RunListener;
import dev.eqm.run.settings.ImageFiles;
import java.nio.file.Path;

/** Where real images for a model come from. */
public sealed interface ImagePlace {
    /** The images that the model's run learns. */
    ImagePlace OF_RUN = new OfRun();

    /**
     * Opens them; reads or maps files.
     *
     * @param shape what the model needs
     * @param listener hears of images of the run that are no longer those that it learned
     * @throws dev.eqm.run.UsageException if there are none, or others
     */
    ImageSource open(FoundModel model, ImageShape shape, RunListener listener);

    /** As the configuration of the model's run says. */
    record OfRun() implements ImagePlace {
        @Override
        public ImageSource open(FoundModel model, ImageShape shape, RunListener listener) {
            ImageSource images = model.config().data().source().open();
            model.warnOfOtherData(images, listener);
            images.warnings().forEach(listener::warned);
            return ImageFiles.requireShape(images, shape);
        }
    }

    /** A folder of pictures, an .npz file or an IDX file; their labels are not looked at. */
    record At(Path path) implements ImagePlace {
        @Override
        public ImageSource open(FoundModel model, ImageShape shape, RunListener listener) {
            ImageSource images = ImageFiles.fitting(path, shape);
            images.warnings().forEach(listener::warned);
            return images;
        }
    }
}
