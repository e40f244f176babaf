package dev.eqm.models.weights.torch;

import static dev.eqm.models.weights.torch.TestArchive.integer;
import static dev.eqm.models.weights.torch.TestArchive.pickle;
import static dev.eqm.models.weights.torch.TestArchive.text;
import static dev.eqm.models.weights.torch.TestArchive.tuple;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Checkpoints of the format before PyTorch 1.6 put together by hand, right or wrong. */
final class TestLegacy {
    static final String MAGIC = "\u008a\12l\u00fc\u009cF\u00f9 j\u00a8P\31.";
    static final String PROTOCOL = "M\u00e9\3.";
    static final String SYSTEM = "}(" + text("little_endian") + "\u0088u.";

    /** The key of the one storage of {@link #tensor}. */
    static final String KEYS = "]" + text("7") + "a.";

    private TestLegacy() {}

    /** A file with these two pickles and these storages of float32. */
    static byte[] of(String object, String keys, float[]... storages) {
        return of(new String[] {MAGIC, PROTOCOL, SYSTEM, object, keys}, storages);
    }

    /** A file of any pickles. */
    static byte[] of(String[] pickles, float[]... storages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String opcodes : pickles) {
            out.writeBytes(pickle(opcodes));
        }
        for (float[] storage : storages) {
            ByteBuffer bytes = ByteBuffer.allocate(8 + 4 * storage.length);
            bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(storage.length);
            bytes.asFloatBuffer().put(storage);
            out.writeBytes(bytes.array());
        }
        return out.toByteArray();
    }

    /** The opcodes of a storage with its view. */
    static String storage(String type, String key, long count, String view) {
        String id = text("storage") + "ctorch\n" + type + "\n" + text(key) + text("cpu");
        return "(" + id + integer(count) + view + "tQ";
    }

    /** The opcodes of a float32 tensor [2] over storage 7 of six elements. */
    static String tensor(String view) {
        return over(storage("FloatStorage", "7", 6, view));
    }

    /** The opcodes of a tensor [2] over a storage. */
    static String over(String storage) {
        return "ctorch._utils\n_rebuild_tensor_v2\n("
                + storage
                + integer(1)
                + tuple(2)
                + tuple(1)
                + "\u0089ccollections\nOrderedDict\n)RtR";
    }

    /** A file with one tensor, elements 1 and 2 of a storage of 0 to 5 or of a view of it. */
    static byte[] viewed(String view) {
        return of(tensor(view) + ".", KEYS, new float[] {0, 1, 2, 3, 4, 5});
    }
}
