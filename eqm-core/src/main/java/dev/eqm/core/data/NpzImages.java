package dev.eqm.core.data;

import static dev.eqm.core.data.DataException.require;

import dev.eqm.core.store.DType;
import dev.eqm.core.store.Npz;
import dev.eqm.core.store.TensorData;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Images of a numpy archive, taken as they are: {@code images} or {@code arr_0}, uint8 in 0 to 255
 * or floats in [-1, 1], and, if there are any, integer {@code labels} or {@code arr_1}: what FID
 * tools call a sample batch, and what eqm itself writes.
 *
 * <p>Nothing is resized. Floats are scaled only where {@link Range#UNIT} says so; outside of their
 * range they are refused, because what they mean can only be guessed.
 */
public final class NpzImages {
    private static final long MOST_CLASSES = 1_000_000;
    private static final List<String> IMAGES = List.of("images", "arr_0");
    private static final List<String> LABELS = List.of("labels", "arr_1");
    private static final String FORMS =
            "uint8 or float, [N, H, W, C] or [N, C, H, W] with C = 1 or 3, or grey [N, H, W]";

    /** Where the channels are. */
    public enum Layout {
        /** Told by the shape; refused if both would do. */
        AUTO,
        /** [N, H, W, C], as picture files and FID tools have it. */
        NHWC,
        /** [N, C, H, W], as networks have it. */
        NCHW
    }

    /** What floats mean. */
    public enum Range {
        /** As SIGNED; warned of if none is negative. */
        AUTO,
        /** -1 is black, 1 is white: the model's units. */
        SIGNED,
        /** 0 is black, 1 is white. */
        UNIT
    }

    private final Path file;
    private final TensorData images;
    private final boolean channelsLast;
    private final ImageShape shape;

    private NpzImages(Path file, TensorData images, Layout layout) {
        this.file = file;
        this.images = images;
        long[] s = images.shape();
        boolean readable = images.dtype() == DType.U8 || images.dtype().isFloat();
        boolean shaped = (s.length == 3 || s.length == 4) && images.elementCount() > 0;
        require(file, readable && shaped, "images must be %s, got %s", FORMS, images);
        this.channelsLast = s.length == 3 || isLast(s, layout);
        int c = s.length == 3 ? 1 : (int) (channelsLast ? s[3] : s[1]);
        int h = (int) (channelsLast ? s[1] : s[2]);
        int w = (int) (channelsLast ? s[2] : s[3]);
        this.shape = new ImageShape(c, h, w);
    }

    /**
     * The images of a file.
     *
     * @param classes labels lie in [0, classes); 1 if the file holds no labels
     * @throws DataException if the file lacks images, or they or the labels break a rule
     */
    public static ImageSource open(Path file, int classes, Layout layout) {
        return open(file, classes, layout, Range.AUTO);
    }

    /** The same, of floats that mean what a range says. */
    public static ImageSource open(Path file, int classes, Layout layout, Range range) {
        return open(file, Npz.read(file), classes, layout, range);
    }

    /** The same, of as many classes as its labels need. */
    public static ImageSource open(Path file, Layout layout) {
        Map<String, TensorData> arrays = Npz.read(file);
        return open(file, arrays, needed(find(arrays, LABELS)), layout, Range.AUTO);
    }

    /** One class without labels; a wild label ends at a number of classes that is refused later. */
    private static int needed(TensorData labels) {
        if (labels == null || labels.dtype().isFloat()) {
            return 1;
        }
        long most = Arrays.stream(labels.longs()).max().orElse(0);
        return (int) Math.max(1, Math.min(most + 1, MOST_CLASSES));
    }

    private static ImageSource open(
            Path file, Map<String, TensorData> arrays, int classes, Layout layout, Range range) {
        TensorData images = find(arrays, IMAGES);
        String rule = "has no array 'images' or 'arr_0' (%s); it contains %s";
        require(file, images != null, rule, FORMS, arrays.keySet());
        NpzImages set = new NpzImages(file, images, layout);
        int[] labels = set.labels(find(arrays, LABELS), classes);
        List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
        String name = file.getFileName().toString();
        if (images.dtype() == DType.U8) {
            return new ByteImages(name, set.shape, set.bytes(), labels, names);
        }
        float[] values = set.floats(range);
        List<String> warnings = range == Range.AUTO ? warnings(file, values) : List.of();
        return new FloatImages(name, set.shape, values, labels, names, warnings);
    }

    /** Pictures in [-1, 1] without any dark pixel are most likely pictures in [0, 1]. */
    private static List<String> warnings(Path file, float[] values) {
        for (float value : values) {
            if (value < 0) {
                return List.of();
            }
        }
        return List.of(
                file
                        + ": its floats lie in [0, 1] but are read as [-1, 1] (where 0 is mid-grey). If "
                        + "0 means black, set data.source.range to unit in the configuration, or save 2 "
                        + "* x - 1 or uint8; if 0 does mean mid-grey, set it to signed");
    }

    private static TensorData find(Map<String, TensorData> arrays, List<String> names) {
        return names.stream().filter(arrays::containsKey).map(arrays::get).findFirst().orElse(null);
    }

    /** Whether the channels come last, of four sizes. */
    private boolean isLast(long[] s, Layout layout) {
        boolean last = s[3] == 1 || s[3] == 3;
        boolean first = s[1] == 1 || s[1] == 3;
        if (layout != Layout.AUTO) {
            return layout == Layout.NHWC;
        }
        boolean alpha = !last && !first && (s[3] == 4 || s[1] == 4);
        String drop =
                "images %s have 4 channels (RGBA?), but only 1 (grey) and 3 (RGB) are supported; save "
                        + "them without alpha: images[..., :3], or images[:, :3] if channels come first";
        require(file, !alpha, drop, images);
        String neither = "images %s have neither 1 nor 3 channels at either end; they must be %s";
        require(file, last || first, neither, images, FORMS);
        String both =
                "images %s: ambiguous, the channels could be first or last; set data.source.layout to nhwc or "
                        + "nchw in a configuration; elsewhere, save uint8 [N, H, W, C] with H other than 1 and 3";
        require(file, last != first, both, images);
        return last;
    }

    /** One label an image; all 0 where the file has none. */
    private int[] labels(TensorData labels, int classes) {
        int n = (int) images.shape()[0];
        if (labels == null) {
            String rule = "has no 'labels' or 'arr_1', so its images form 1 class, not %s";
            require(file, classes == 1, rule, classes);
            return new int[n];
        }
        boolean fits = !labels.dtype().isFloat() && Arrays.equals(labels.shape(), new long[] {n});
        require(file, fits, "labels must be %s integers [N], got %s", n, labels);
        long[] values = labels.longs();
        String range =
                "label %d of image %d is not in [0, %d); set classes to the number of classes in the file";
        for (int i = 0; i < n; i++) {
            require(file, values[i] >= 0 && values[i] < classes, range, values[i], i, classes);
        }
        return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
    }

    /** The file's bytes as [N, C, H, W]. */
    private byte[] bytes() {
        byte[] from = images.bytes();
        byte[] planes = new byte[from.length];
        for (int i = 0; i < from.length; i++) {
            planes[planar(i)] = from[i];
        }
        return planes;
    }

    /** The file's floats, checked, as [N, C, H, W]; doubles are rounded. */
    private float[] floats(Range range) {
        boolean wide = images.dtype() == DType.F64;
        double[] doubles = wide ? images.doubles() : new double[0];
        float[] from = wide ? new float[doubles.length] : images.floats();
        for (int i = 0; i < doubles.length; i++) {
            from[i] = (float) doubles[i];
        }
        float[] planes = new float[from.length];
        for (int i = 0; i < from.length; i++) {
            boolean unit = range == Range.UNIT;
            if (!(from[i] >= (unit ? 0 : -1) && from[i] <= 1)) { // NaN as well
                int image = i / shape.elementCount();
                String rule =
                        "image %d contains %s: floats must lie in [%d, 1]; save uint8, or scale";
                String how = unit ? " them" : " them (x / 127.5 - 1 for 0 to 255)";
                throw new DataException(file, rule.formatted(image, from[i], unit ? 0 : -1) + how);
            }
            planes[planar(i)] = unit ? 2 * from[i] - 1 : from[i];
        }
        return planes;
    }

    /** Where number i of the file goes in [N, C, H, W]. */
    private int planar(int i) {
        if (!channelsLast) {
            return i;
        }
        int c = shape.channels();
        int plane = shape.height() * shape.width();
        int image = i / (c * plane);
        return (image * c + i % c) * plane + i / c % plane;
    }
}
