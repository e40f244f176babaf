package dev.eqm.core.store;

import static dev.eqm.core.check.Check.require;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * One .npy array: its {@link NpyHeader} and its data, brought to row-major little-endian, the only
 * layout that {@link TensorData} has. Writing needs no conversion, so only reading is here.
 */
final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    private Npy() {}

    /** Whether a file begins as an array does; false for one that cannot be read. */
    static boolean isOne(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
        } catch (IOException e) {
            return false; // told where it is opened
        }
    }

    /**
     * Reads the array up to the stream's end. Memory grows with the bytes that really come, not
     * with what the header promises.
     *
     * @throws IllegalArgumentException with the rule if the bytes are not such an array
     */
    static TensorData read(InputStream in) throws IOException {
        NpyHeader header = NpyHeader.read(in);
        DType dtype = DType.ofNumpy(header.descr());
        long[] shape = header.shape();
        long size = TensorData.byteSize(dtype, shape);
        boolean small = size <= Integer.MAX_VALUE;
        require(small, "%d bytes exceed the limit of 2 GiB per array; split it", size);
        byte[] data = in.readNBytes((int) size);
        String rule = "its header announces %d bytes, but it has %d; copy the file again";
        require(data.length == size, rule, size, data.length);
        boolean all = in.read() < 0;
        require(all, "has more bytes than its shape and type need; write the file again");
        if (header.descr().charAt(0) == '>') {
            swapBytes(data, dtype.size());
        }
        if (header.fortranOrder()) {
            data = toRowMajor(data, dtype.size(), shape);
        }
        return TensorData.wrap(dtype, shape, ByteBuffer.wrap(data));
    }

    /** Turns each element around: big-endian to little-endian. */
    private static void swapBytes(byte[] data, int size) {
        for (int element = 0; element < data.length; element += size) {
            for (int i = element, j = element + size - 1; i < j; i++, j--) {
                byte kept = data[i];
                data[i] = data[j];
                data[j] = kept;
            }
        }
    }

    /** Element (i₀, i₁, ...) lies at i₀ + s₀·(i₁ + s₁·(...)) in column-major order. */
    private static byte[] toRowMajor(byte[] columnMajor, int size, long[] shape) {
        byte[] out = new byte[columnMajor.length];
        long[] index = new long[shape.length];
        for (int to = 0; to < out.length; to += size) {
            long from = 0;
            for (int d = shape.length - 1; d >= 0; d--) {
                from = from * shape[d] + index[d];
            }
            System.arraycopy(columnMajor, (int) from * size, out, to, size);
            for (int d = shape.length - 1; d >= 0 && ++index[d] == shape[d]; d--) {
                index[d] = 0; // carry, last dimension fastest
            }
        }
        return out;
    }
}
