package dev.eqm.core.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A short name of a set's content, quick enough to be computed whenever training begins: a SHA-256
 * over its size, shape, names of classes and labels, and over the numbers of as many images, evenly
 * spread, as make 64 MiB. Sets below that are read whole; of larger ones a change in an image that
 * is not looked at stays unnoticed.
 */
public final class ImageDigest {
    private static final int MOST = 1 << 24; // floats

    private ImageDigest() {}

    /**
     * Of a set, in hexadecimal.
     *
     * @throws DataException if an image cannot be read
     */
    public static String of(ImageSource source) {
        MessageDigest digest = sha256();
        int n = source.size();
        String head = n + " " + source.shape() + " " + source.classNames();
        digest.update(head.getBytes(StandardCharsets.UTF_8));
        ByteBuffer label = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < n; i++) {
            digest.update(label.putInt(0, source.label(i)).array());
        }
        int size = source.shape().elementCount();
        int looked = Math.max(1, Math.min(n, MOST / size));
        float[] image = new float[size];
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, size))
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (int k = 0; k < looked; k++) {
            source.read((int) ((long) k * n / looked), image, 0);
            bytes.asFloatBuffer().put(image);
            digest.update(bytes.array());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
