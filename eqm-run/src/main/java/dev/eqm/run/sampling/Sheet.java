package dev.eqm.run.sampling;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.data.ImageShape;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonObject;
import dev.eqm.run.RunListener;
import dev.eqm.run.folder.Target;
import dev.eqm.run.folder.TextFile;
import dev.eqm.sample.output.OutputFiles;
import dev.eqm.sample.plot.PngBytes;
import dev.eqm.sample.sheet.Enlargement;
import dev.eqm.sample.sheet.PictureSheet;
import dev.eqm.sample.sheet.SheetLabels;
import java.nio.file.Path;
import java.util.Map;

/**
 * One sheet of pictures, {@code NAME.png}, with what it shows in {@code NAME.json}.
 *
 * @param folder made if it is not there
 * @param overwrite true: replaces a sheet that is there
 * @param scale by which its pictures are enlarged
 */
public record Sheet(Path folder, String name, boolean overwrite, Enlargement scale) {
    /** Enlarged as suits screens. */
    public Sheet(Path folder, String name, boolean overwrite) {
        this(folder, name, overwrite, Enlargement.AUTOMATIC);
    }

    /**
     * What a sheet shows.
     *
     * @param columns of the sheet
     * @param labels around its pictures
     * @param texts of its file, by keyword
     * @param facts JSON
     */
    public record Content(
            int columns, SheetLabels labels, Map<String, String> texts, JsonObject facts) {}

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
     */
    public void write(byte[] pixels, ImageShape shape, Content content) {
        int n = pixels.length / shape.elementCount();
        int columns = content.columns();
        PictureSheet sheet =
                new PictureSheet(shape, columns, scale.of(shape, columns, n), content.labels());
        byte[] png = PngBytes.of(sheet.draw(pixels, n), content.texts());
        TextFile.write(folder.resolve(name + ".json"), Json.write(content.facts()) + "\n");
        OutputFiles.write(picture(), png);
    }

    /** Decodes states, [N, C, H, W], and writes them. */
    public void write(OpenRun open, float[] states, Content content) {
        write(open.pictures(states), open.decoder().shape(), content);
    }
}
