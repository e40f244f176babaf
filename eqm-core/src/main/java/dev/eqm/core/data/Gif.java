package dev.eqm.core.data;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.store.AtomicFile;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntFunction;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Animated GIF files that repeat for ever.
 *
 * <p>Grey pictures keep every level. GIF has 256 colours a frame: of RGB pictures the JDK chooses
 * the nearest 256, each frame its own.
 *
 * @param delay milliseconds that a frame stays, a multiple of 10; viewers slow down what is below
 *     20
 * @param hold milliseconds that the last frame stays
 */
public record Gif(int delay, int hold) {
    private static final String FORMAT = "javax_imageio_gif_image_1.0";
    private static final byte[] FOR_EVER = {1, 0, 0};
    private static final int UNIT = 10; // GIF counts hundredths of a second
    private static final int MAX = UNIT * 0xFFFF;

    public Gif {
        boolean fit = Math.min(delay, hold) >= UNIT && Math.max(delay, hold) <= MAX;
        String rule = "a frame must be shown for %d to %d ms, got a delay of %d and a hold of %d";
        require(fit, rule, UNIT, MAX, delay, hold);
    }

    /**
     * Writes through {@link AtomicFile}: the file is complete or not there.
     *
     * @param frames how many, at least 1
     * @param frame picture by number, all of one size, asked for once and in order
     */
    public void write(Path path, int frames, IntFunction<Picture> frame) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
                writer.setOutput(out);
                writer.prepareWriteSequence(null);
                for (int i = 0; i < frames; i++) {
                    BufferedImage image = indexed(frame.apply(i));
                    IIOMetadata metadata = metadata(writer, image, i == frames - 1 ? hold : delay);
                    writer.writeToSequence(new IIOImage(image, null, metadata), null);
                }
                writer.endWriteSequence();
            }
            AtomicFile.write(path, bytes.toByteArray());
        } catch (IOException e) {
            throw new DataException(
                    path, "cannot be written (" + e + "); does its folder exist?", e);
        } finally {
            writer.dispose();
        }
    }

    /** Grey with a palette of 256 greys; the writer makes a palette for RGB. */
    private static BufferedImage indexed(Picture picture) {
        if (picture.channels() != 1) {
            return Png.image(picture);
        }
        byte[] levels = new byte[256];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (byte) i;
        }
        IndexColorModel greys = new IndexColorModel(8, levels.length, levels, levels, levels);
        BufferedImage image =
                new BufferedImage(
                        picture.width(), picture.height(), BufferedImage.TYPE_BYTE_INDEXED, greys);
        DataBuffer buffer = image.getRaster().getDataBuffer();
        byte[] into = ((DataBufferByte) buffer).getData();
        System.arraycopy(picture.pixels(), 0, into, 0, into.length);
        return image;
    }

    /**
     * How long a frame stays, and that the film repeats: the tree of the JDK's GIF writer, in which
     * {@code NETSCAPE 2.0} is the extension that every viewer knows.
     */
    private static IIOMetadata metadata(ImageWriter writer, BufferedImage image, int milliseconds)
            throws IOException {
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), null);
        IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
        control.setAttribute("disposalMethod", "none");
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("transparentColorFlag", "FALSE");
        control.setAttribute("delayTime", Integer.toString(milliseconds / UNIT));
        control.setAttribute("transparentColorIndex", "0");
        IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
        loop.setAttribute("applicationID", "NETSCAPE");
        loop.setAttribute("authenticationCode", "2.0");
        loop.setUserObject(FOR_EVER.clone());
        IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
        extensions.appendChild(loop);
        IIOMetadataNode root = new IIOMetadataNode(FORMAT);
        root.appendChild(control);
        root.appendChild(extensions);
        metadata.mergeTree(FORMAT, root);
        return metadata;
    }
}
