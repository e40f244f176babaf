package dev.eqm.core.data;

import dev.eqm.core.store.Sha256;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * SHA-256 over the bytes of pictures, [H, W, C] one after the other: which pictures these are, in
 * which order, however they are stored. Statistics for FID carry it, so that numbers of different
 * reference sets are never compared as if they were of one.
 */
public final class PictureHash {
    private final MessageDigest digest = Sha256.digest(); // of nothing yet

    /** Of all pictures of a set. */
    public static String of(ImageSource source) {
        ImageShape s = source.shape();
        PictureHash hash = new PictureHash();
        float[] one = new float[s.elementCount()];
        for (int i = 0; i < source.size(); i++) {
            source.read(i, one, 0);
            hash.add(Pixels.toBytes(one, 1, s.channels(), s.height(), s.width()));
        }
        return hash.soFar();
    }

    /** The next pictures, whole. */
    public void add(byte[] pixels) {
        digest.update(pixels);
    }

    /** Of all that have come, in hexadecimal. */
    public String soFar() {
        try {
            MessageDigest copy = (MessageDigest) digest.clone();
            return HexFormat.of().formatHex(copy.digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
        }
    }
}
