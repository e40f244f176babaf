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
 * <p>Nothing is resized and nothing is scaled: floats outside of [-1, 1] are refused, because
 * whether they mean 0 to 1 or 0 to 255 can only be guessed.
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
        return open(file, Npz.read(file), classes, layout);
    }

    /** The same, of as many classes as its labels need. */
    public static ImageSource open(Path file, Layout layout) {
        Map<String, TensorData> arrays = Npz.read(file);
        return open(file, arrays, needed(find(arrays, LABELS)), layout);
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
            Path file, Map<String, TensorData> arrays, int classes, Layout layout) {
        TensorData images = find(arrays, IMAGES);
        String rule = "holds no array 'images' or 'arr_0' (%s); it holds %s";
        require(file, images != null, rule, FORMS, arrays.keySet());
        NpzImages set = new NpzImages(file, images, layout);
        int[] labels = set.labels(find(arrays, LABELS), classes);
        List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
        String name = file.getFileName().toString();
        return images.dtype() == DType.U8
                ? new ByteImages(name, set.shape, set.bytes(), labels, names)
                : new FloatImages(name, set.shape, set.floats(), labels, names);
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
        String why =
                last ? "the channels may come first or last" : "neither end has 1 or 3 channels";
        require(file, last != first, "images %s: %s; say layout nhwc or nchw", images, why);
        return last;
    }

    /** One label an image; all 0 where the file has none. */
    private int[] labels(TensorData labels, int classes) {
        int n = (int) images.shape()[0];
        if (labels == null) {
            String rule = "holds no 'labels' or 'arr_1': its images are of 1 class, not of %s";
            require(file, classes == 1, rule, classes);
            return new int[n];
        }
        boolean fits = !labels.dtype().isFloat() && Arrays.equals(labels.shape(), new long[] {n});
        require(file, fits, "labels must be %s integers [N], got %s", n, labels);
        long[] values = labels.longs();
        String range = "label %d of image %d is not in [0, %d); set classes to what it holds";
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
    private float[] floats() {
        boolean wide = images.dtype() == DType.F64;
        double[] doubles = wide ? images.doubles() : new double[0];
        float[] from = wide ? new float[doubles.length] : images.floats();
        for (int i = 0; i < doubles.length; i++) {
            from[i] = (float) doubles[i];
        }
        float[] planes = new float[from.length];
        for (int i = 0; i < from.length; i++) {
            if (!(Math.abs(from[i]) <= 1)) { // NaN as well
                int image = i / shape.elementCount();
                String rule = "image %d holds %s: floats must lie in [-1, 1]; save uint8, or scale";
                String how = " them (x / 127.5 - 1 for 0 to 255)";
                throw new DataException(file, rule.formatted(image, from[i]) + how);
            }
            planes[planar(i)] = from[i];
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
