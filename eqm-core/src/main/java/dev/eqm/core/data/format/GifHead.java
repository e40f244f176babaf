package dev.eqm.core.data.format;

import static dev.eqm.core.data.format.PictureBounds.require;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What stands before the pixels of a GIF's first frame. The frame may be smaller than the screen,
 * may reach beyond it, and lies somewhere on it; as in Pillow the picture is the screen, enlarged
 * if the frame needs it, of the transparent colour around the frame, or of colour 0 if there is
 * none. Without a palette, and with one that is a ramp of greys, numbers are levels of grey.
 *
 * <p>A file: head, screen (width, height, flags, background, aspect), palette, extensions, frame
 * (left, top, width, height, flags), palette, data.
 */
public final class GifHead {
    private static final int COLOURS = 256;
    private static final int CONTROL = 0xF9;

    private final ByteBuffer file;
    private byte[] palette = {};
    private int transparent = -1;
    private int width;
    private int height;
    private int left;
    private int top;
    private int frameWidth;
    private int frameHeight;
    private boolean interlaced;

    private GifHead(byte[] bytes) {
        this.file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    public static boolean isGif(byte[] bytes) {
        return bytes.length > 6 && bytes[0] == 'G' && bytes[1] == 'I' && bytes[2] == 'F';
    }

    /**
     * Of a file for which {@link #isGif} holds.
     *
     * @throws IOException if it ends too early, or claims more pixels than are read
     */
    public static GifHead of(byte[] bytes) throws IOException {
        GifHead head = new GifHead(bytes);
        try {
            head.read();
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new IOException("truncated or damaged: its first frame is missing", e);
        }
        PictureBounds.require(head.frameWidth, head.frameHeight);
        PictureBounds.require(head.width, head.height, bytes.length);
        return head;
    }

    private int next() {
        return file.get() & 0xFF;
    }

    private int nextShort() {
        return Short.toUnsignedInt(file.getShort());
    }

    private void read() throws IOException {
        file.position(6);
        width = nextShort();
        height = nextShort();
        int flags = next();
        file.position(file.position() + 2);
        palette = paletteOf(flags);
        int block = next();
        while (block == '!') {
            readExtension();
            block = next();
        }
        require(block == ',', "damaged: its first frame is missing");
        left = nextShort();
        top = nextShort();
        frameWidth = nextShort();
        frameHeight = nextShort();
        width = Math.max(width, left + frameWidth);
        height = Math.max(height, top + frameHeight);
        int frameFlags = next();
        interlaced = (frameFlags & 0x40) != 0;
        byte[] own = paletteOf(frameFlags);
        palette = own.length > 0 ? own : palette;
    }

    /** Three bytes a colour; none if the flags announce none. */
    private byte[] paletteOf(int flags) {
        byte[] levels = new byte[(flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1)];
        file.get(levels);
        return levels;
    }

    /** Of several controls the last one that has a transparent colour tells it. */
    private void readExtension() {
        int kind = next();
        for (int size = next(), i = 0; size > 0; size = next(), i++) {
            int start = file.position();
            if (kind == CONTROL && i == 0 && size >= 4 && (file.get(start) & 1) != 0) {
                transparent = file.get(start + 3) & 0xFF;
            }
            file.position(start + size);
        }
    }

    /** The first frame alone as a file that decodes to numbers of 8 bits. */
    public byte[] frame() {
        int rest = file.remaining();
        ByteBuffer gif = ByteBuffer.allocate(13 + 3 * COLOURS + 10 + rest);
        gif.order(ByteOrder.LITTLE_ENDIAN);
        gif.put(new byte[] {'G', 'I', 'F', '8', '9', 'a'});
        gif.putShort((short) frameWidth).putShort((short) frameHeight);
        gif.put(new byte[] {(byte) 0xF7, 0, 0}); // a palette of 256 colours
        gif.position(gif.position() + 3 * COLOURS);
        gif.put((byte) ',').putInt(0);
        gif.putShort((short) frameWidth).putShort((short) frameHeight);
        gif.put((byte) (interlaced ? 0x40 : 0));
        gif.put(file.array(), file.position(), rest);
        return gif.array();
    }

    /** The decoded frame on its screen, in its colours. */
    public BufferedImage onScreen(BufferedImage frame) {
        IndexColorModel colours = colours();
        BufferedImage screen =
                new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, colours);
        WritableRaster to = screen.getRaster();
        int[] around = new int[width];
        Arrays.fill(around, Math.max(transparent, 0));
        for (int y = 0; y < height; y++) {
            to.setPixels(0, y, width, 1, around);
        }
        Raster from = frame.getRaster();
        int[] row = new int[frameWidth];
        for (int y = 0; y < frameHeight; y++) {
            to.setPixels(left, top + y, frameWidth, 1, from.getPixels(0, y, frameWidth, 1, row));
        }
        return screen;
    }

    private IndexColorModel colours() {
        boolean grey = true; // also of no palette at all
        for (int i = 0; i < palette.length; i++) {
            grey &= (palette[i] & 0xFF) == i / 3;
        }
        byte[][] levels = new byte[3][COLOURS];
        for (int i = 0; i < 3 * COLOURS; i++) {
            levels[i % 3][i / 3] = grey ? (byte) (i / 3) : i < palette.length ? palette[i] : 0;
        }
        return new IndexColorModel(8, COLOURS, levels[0], levels[1], levels[2], transparent);
    }
}
