package dev.eqm.run.sampling;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.data.ImageGrid;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.Png;
import dev.eqm.core.store.Json;
import dev.eqm.run.RunListener;
import dev.eqm.run.folder.Target;
import dev.eqm.run.folder.TextFile;
import java.nio.file.Path;

/**
 * One sheet of pictures, {@code NAME.png}, with what it shows in {@code NAME.json}.
 *
 * @param folder made if it is not there
 * @param overwrite true: replaces a sheet that is there
 */
public record Sheet(Path folder, String name, boolean overwrite) {
    private static final int PADDING = 2;

    /**
     * Numbers of all states or pictures of a sheet, which lie in one Java array.
     *
     * @param pictures how many
     * @param size numbers of one
     * @throws dev.eqm.core.check.BrokenRuleException if they are more than an array holds
     */
    public static int room(long pictures, int size) {
        int most = Integer.MAX_VALUE / size;
        String rule = "one image file can show at most %s images of %s numbers each, got %s";
        require(pictures <= most, rule, most, size, pictures);
        return (int) pictures * size;
    }

    /** The picture. */
    public Path picture() {
        return folder.resolve(name + ".png");
    }

    /**
     * Opens a model once it is known that the sheet can be written and that states have pictures.
     *
     * @throws dev.eqm.run.UsageException if a sheet is there already
     */
    public OpenRun open(SamplingSetup setup, RunListener listener) {
        Target.in(folder, name + ".png", overwrite);
        OpenRun open = setup.open(listener);
        try {
            open.decoder(); // fails now, not when all is sampled
            return open;
        } catch (RuntimeException e) {
            open.close();
            throw e;
        }
    }

    /**
     * Writes it.
     *
     * @param pixels uint8 [N, H, W, C], row by row
     * @param shape of one picture
     * @param facts JSON
     */
    public void write(byte[] pixels, ImageShape shape, int columns, Object facts) {
        int n = pixels.length / shape.elementCount();
        TextFile.write(folder.resolve(name + ".json"), Json.write(facts) + "\n");
        ImageGrid grid = new ImageGrid(columns, PADDING);
        Png.write(
                picture(),
                grid.arrange(pixels, n, shape.height(), shape.width(), shape.channels()));
    }

    /** Decodes states, [N, C, H, W], and writes them. */
    public void write(OpenRun open, float[] states, int columns, Object facts) {
        write(open.pictures(states), open.decoder().shape(), columns, facts);
    }
}
