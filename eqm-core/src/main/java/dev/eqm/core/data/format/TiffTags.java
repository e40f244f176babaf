package dev.eqm.core.data.format;

import static dev.eqm.core.data.format.PictureBounds.require;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tags of a TIFF's first image that say what its samples mean. The JDK's reader gives samples,
 * but takes colour spaces that it does not know for RGB, scales palettes in its own way and leaves
 * the orientation alone. Kinds that were not found to be read as Pillow reads them are refused.
 *
 * <p>An entry: tag (2 bytes), type (2), count (4), value or offset (4).
 */
public final class TiffTags {
    private static final int BITS = 258;
    private static final int COMPRESSION = 259;
    private static final int PHOTOMETRIC = 262;
    private static final int ORIENTATION = 274;
    private static final int SAMPLES = 277;
    private static final int PREDICTOR = 317;
    private static final int COLOUR_MAP = 320;
    private static final int EXTRA = 338;
    private static final int FORMAT = 339;
    private static final int XMP = 700;

    private static final int GREY = 1; // 0: the same, white is 0
    private static final int RGB = 2;
    private static final int PALETTE = 3;
    private static final int YCBCR = 6;
    private static final int JPEG = 7;
    private static final int ENTRY = 12;
    private static final int MOST = 1 << 16; // values that are looked at

    private static final Map<Integer, String> OTHER_COLOURS =
            Map.of(
                    4, "a mask",
                    5, "CMYK",
                    8, "CIELAB",
                    9, "ICCLAB",
                    10, "ITULAB",
                    32803, "a colour filter array",
                    32844, "LogL",
                    32845, "LogLuv",
                    34892, "linear raw");

    /** None, CCITT, LZW, JPEG, Deflate, PackBits. */
    private static final List<Integer> COMPRESSIONS = List.of(1, 2, 3, 4, 5, 7, 8, 32773, 32946);

    /** What Pillow's {@code getexif} looks for where the tag is missing. */
    private static final Pattern IN_XMP = Pattern.compile("tiff:Orientation(?:=\"|>)([0-9])");

    private final ByteBuffer file;
    private final Map<Integer, int[]> values = new HashMap<>();

    private TiffTags(byte[] bytes) throws IOException {
        this.file = ByteBuffer.wrap(bytes);
        file.order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        require(file.getShort(2) != 43, "BigTIFF is not supported: save it as TIFF or PNG");
        long start = Integer.toUnsignedLong(file.getInt(4));
        require(start + 2 <= bytes.length, "truncated or damaged: its tags are missing");
        int count = Short.toUnsignedInt(file.getShort((int) start));
        require(start + 2 + (long) count * ENTRY <= bytes.length, "truncated inside its tags");
        for (int i = 0; i < count; i++) {
            int at = (int) start + 2 + i * ENTRY;
            values.put(Short.toUnsignedInt(file.getShort(at)), valuesAt(at));
        }
        requireKnown();
    }

    public static boolean isTiff(byte[] bytes) {
        return bytes.length >= 8
                && bytes[0] == bytes[1]
                && (bytes[0] == 'I' || bytes[0] == 'M')
                && (bytes[2] == 42 || bytes[3] == 42 || bytes[2] == 43 || bytes[3] == 43);
    }

    /**
     * Of a file for which {@link #isTiff} holds.
     *
     * @throws IOException naming a kind that is not read, or damage
     */
    public static TiffTags of(byte[] bytes) throws IOException {
        return new TiffTags(bytes);
    }

    /** Bytes, shorts and longs of an entry; none of other types. */
    private int[] valuesAt(int at) throws IOException {
        int type = file.getShort(at + 2);
        long count = Integer.toUnsignedLong(file.getInt(at + 4));
        int size = type == 1 || type == 2 || type == 7 ? 1 : type == 3 ? 2 : type == 4 ? 4 : 0;
        if (size == 0 || count > MOST) {
            return new int[0];
        }
        long from = count * size <= 4 ? at + 8 : Integer.toUnsignedLong(file.getInt(at + 8));
        require(from + count * size <= file.capacity(), "truncated: a tag lies beyond its end");
        int[] found = new int[(int) count];
        for (int i = 0; i < found.length; i++) {
            int p = (int) from + i * size;
            found[i] =
                    switch (size) {
                        case 1 -> file.get(p) & 0xFF;
                        case 2 -> Short.toUnsignedInt(file.getShort(p));
                        default -> file.getInt(p);
                    };
        }
        return found;
    }

    /** The first value of a tag. */
    private int value(int tag, int otherwise) {
        int[] all = values.getOrDefault(tag, new int[0]);
        return all.length == 0 ? otherwise : all[0];
    }

    private void requireKnown() throws IOException {
        int compression = value(COMPRESSION, 1);
        boolean known = COMPRESSIONS.contains(compression);
        require(known, "TIFF with compression %d is not supported: save it as PNG", compression);
        int colours = value(PHOTOMETRIC, -1);
        boolean named = !OTHER_COLOURS.containsKey(colours);
        String name = OTHER_COLOURS.getOrDefault(colours, "");
        require(named, "TIFF with %s is not supported: convert it to RGB", name);
        boolean said = colours >= 0 && colours <= YCBCR;
        require(said, "does not declare what its samples mean (PhotometricInterpretation)");
        boolean isJpeg = compression == JPEG;
        boolean fits = colours != YCBCR || isJpeg;
        require(
                fits,
                "TIFF with YCbCr but without JPEG compression is not supported: convert it to RGB");
        int samples = value(SAMPLES, 1);
        int extra = value(EXTRA, -1);
        boolean counted =
                switch (colours) {
                    case 0, GREY -> samples == 1 || (samples == 2 && extra == 2 && !isJpeg);
                    case RGB -> samples == 3 || (samples == 4 && !isJpeg);
                    case PALETTE -> samples == 1;
                    default -> samples == 3;
                };
        String of =
                "TIFF with %d samples per pixel and PhotometricInterpretation %d is not supported: save it as PNG";
        require(counted, of, samples, colours);
        int format = value(FORMAT, 1);
        String numbers =
                "TIFF with signed or floating-point samples is not supported: save it with 8 bits";
        require(format == 1, numbers);
        int[] bits = values.getOrDefault(BITS, new int[] {1});
        boolean equal = bits.length > 0 && Arrays.stream(bits).allMatch(b -> b == bits[0]);
        int most = colours == PALETTE || isJpeg ? 8 : 16;
        require(
                equal && bits[0] >= 1 && bits[0] <= most,
                "TIFF with %s bits per sample is not supported: save it with 8 bits",
                Arrays.toString(bits));
        boolean plain = value(PREDICTOR, 1) == 1 || bits[0] == 8;
        require(
                plain,
                "TIFF with a predictor is supported only with 8 bits per sample: save it with 8 bits");
        int entries = values.getOrDefault(COLOUR_MAP, new int[0]).length;
        boolean coloured = colours != PALETTE || entries == (3 << bits[0]);
        require(coloured, "damaged: a palette of %d numbers", entries);
    }

    /** The decoded image in the colours that the tags say. */
    public BufferedImage inColours(BufferedImage image) {
        WritableRaster raster = image.getRaster();
        return switch (value(PHOTOMETRIC, 0)) {
            case PALETTE -> new BufferedImage(palette(), raster, false, null);
            case RGB -> raster.getNumBands() == 4 ? withFourth(raster) : image;
            default -> image;
        };
    }

    /** The fourth sample: 0 nothing, 1 alpha that colours are multiplied by, else alpha. */
    private BufferedImage withFourth(WritableRaster raster) {
        int extra = value(EXTRA, 2);
        int w = raster.getWidth();
        int h = raster.getHeight();
        int[] first = {0, 1, 2};
        ColorModel model =
                new ComponentColorModel(
                        ColorSpace.getInstance(ColorSpace.CS_sRGB),
                        extra != 0,
                        extra == 1,
                        extra == 0 ? Transparency.OPAQUE : Transparency.TRANSLUCENT,
                        raster.getTransferType());
        return new BufferedImage(
                model,
                extra == 0 ? raster.createWritableChild(0, 0, w, h, 0, 0, first) : raster,
                extra == 1,
                null);
    }

    /** Upper bytes of the file's palette. */
    private IndexColorModel palette() {
        int[] map = values.get(COLOUR_MAP); // all reds, all greens, all blues
        int n = map.length / 3;
        byte[][] levels = new byte[3][n];
        for (int i = 0; i < map.length; i++) {
            levels[i / n][i % n] = (byte) (map[i] >> 8);
        }
        int bits = Integer.numberOfTrailingZeros(n);
        return new IndexColorModel(bits, n, levels[0], levels[1], levels[2]);
    }

    /** 1 to 8 as EXIF counts them; 1, as it lies, for any other number. */
    public int orientation() {
        int found = value(ORIENTATION, -1);
        if (!values.containsKey(ORIENTATION)) {
            int[] xmp = values.getOrDefault(XMP, new int[0]);
            byte[] text = new byte[xmp.length];
            for (int i = 0; i < text.length; i++) {
                text[i] = (byte) xmp[i];
            }
            Matcher m = IN_XMP.matcher(new String(text, StandardCharsets.ISO_8859_1));
            found = m.find() ? Integer.parseInt(m.group(1)) : -1;
        }
        return found >= 1 && found <= 8 ? found : 1;
    }
}
