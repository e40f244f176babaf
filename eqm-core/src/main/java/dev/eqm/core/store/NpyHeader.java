package dev.eqm.core.store;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.check.BrokenRuleException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The head of a .npy array: {@code \x93NUMPY}, version, length, and a Python literal {@code
 * {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }} padded with spaces.
 *
 * <p>Versions differ in how wide the length is (2 bytes in 1.0, else 4) and in the text's encoding
 * (UTF-8 in 3.0, else Latin-1; the same for what is accepted here). The length is little-endian,
 * whatever the order of the data.
 *
 * @param descr type and byte order as numpy writes them, {@code <f4}; {@link DType#ofNumpy} reads
 *     it
 * @param fortranOrder whether the data are column-major
 * @param shape as the array has it; length 0 for a scalar
 */
record NpyHeader(String descr, boolean fortranOrder, long[] shape) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MAX_LENGTH = 1 << 20; // the real ones have about 120 bytes
    private static final int ALIGNMENT = 64;

    /** Reads versions 1 to 3; {@link IllegalArgumentException} with the rule if it is not one. */
    static NpyHeader read(InputStream in) throws IOException {
        byte[] magic = in.readNBytes(MAGIC.length + 2);
        boolean npy = magic.length == MAGIC.length + 2 && Arrays.mismatch(magic, MAGIC) == 6;
        require(npy, "not a .npy array: wrong magic number");
        int version = magic[6];
        boolean known = version >= 1 && version <= 3;
        require(known, "unknown .npy version %s: 1, 2 and 3 are supported", version);
        byte[] size = in.readNBytes(version == 1 ? 2 : 4);
        long length = 0;
        for (int i = size.length - 1; i >= 0; i--) {
            length = (length << 8) | (size[i] & 0xFF);
        }
        require(length <= MAX_LENGTH, ".npy header length %s is impossible", length);
        byte[] text = in.readNBytes((int) length);
        boolean whole = text.length == length && size.length == (version == 1 ? 2 : 4);
        require(whole, "the .npy header is truncated; copy the file again");
        return new Literal(new String(text, StandardCharsets.UTF_8)).header();
    }

    /** A version 1.0 head for little-endian row-major data that then begins at a multiple of 64. */
    static byte[] write(TensorData tensor) {
        String sizes = Arrays.toString(tensor.shape()); // [2, 3]
        String comma = tensor.shape().length == 1 ? "," : ""; // (2, 3), but (2,)
        String shape = sizes.substring(1, sizes.length() - 1) + comma;
        String text =
                String.format(
                        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }",
                        tensor.dtype().numpyDescr(), shape);
        int prefix = MAGIC.length + 4;
        int total = (prefix + text.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        int length = total - prefix;
        require(length <= 0xFFFF, "shape has too many dimensions for .npy: %s", tensor);
        byte[] head = Arrays.copyOf(MAGIC, total);
        head[6] = 1;
        head[8] = (byte) length;
        head[9] = (byte) (length >> 8);
        Arrays.fill(head, prefix, total, (byte) ' ');
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, head, prefix, ascii.length);
        head[total - 1] = '\n';
        return head;
    }

    /**
     * A cursor over the few Python literals that numpy writes. One for all of Python's would accept
     * more, and a damaged header could then mean something.
     */
    private static final class Literal {
        private final String text;
        private int at;

        Literal(String text) {
            this.text = text;
        }

        /** A dict of exactly the three keys, in any order, each at most as numpy writes it. */
        NpyHeader header() {
            String descr = "";
            String order = "";
            long[] shape = null;
            expect("{");
            while (!skipped("}")) {
                String key = quoted();
                expect(":");
                switch (key) {
                    case "descr" -> descr = text.startsWith("[", at) ? structured() : quoted();
                    case "fortran_order" -> order = skipped("True") ? "F" : rowMajor();
                    case "shape" -> shape = tuple();
                    default -> throw error("unknown key '" + key + "'");
                }
                if (!skipped(",")) {
                    expect("}");
                    break;
                }
            }
            if (at < text.length() || descr.isEmpty() || order.isEmpty() || shape == null) {
                throw error("it must contain exactly descr, fortran_order and shape");
            }
            return new NpyHeader(descr, order.equals("F"), shape);
        }

        /** {@code (2, 3)}, {@code (2,)} or {@code ()}, the scalar. */
        private long[] tuple() {
            List<Long> sizes = new ArrayList<>();
            expect("(");
            while (!skipped(")")) {
                int start = at;
                while (at < text.length() && "-0123456789".indexOf(text.charAt(at)) >= 0) {
                    at++;
                }
                try {
                    sizes.add(Long.parseLong(text, start, at, 10));
                } catch (NumberFormatException e) {
                    throw error("a shape must be a tuple of integers");
                }
                skipped("L"); // Python 2 wrote long integers so
                if (!skipped(",")) {
                    expect(")");
                    break;
                }
            }
            return sizes.stream().mapToLong(Long::longValue).toArray();
        }

        /** In single quotes, without escapes: no key and no type of numpy has any. */
        private String quoted() {
            expect("'");
            int end = text.indexOf('\'', at);
            if (end < 0) {
                throw error("a string is not closed");
            }
            String word = text.substring(at, end);
            at = end + 1;
            skipSpace();
            return word;
        }

        /** A list of fields, which no tensor can hold. */
        private String structured() {
            throw error("structured types are not supported; save each field as an array");
        }

        /** The only other answer. */
        private String rowMajor() {
            expect("False");
            return "C";
        }

        private void expect(String token) {
            if (!skipped(token)) {
                throw error("expected " + token);
            }
        }

        /** Steps over a word and the spaces around it if it comes next. */
        private boolean skipped(String token) {
            skipSpace();
            boolean here = text.startsWith(token, at);
            at += here ? token.length() : 0;
            skipSpace();
            return here;
        }

        private void skipSpace() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\n')) {
                at++;
            }
        }

        private BrokenRuleException error(String problem) {
            return new BrokenRuleException(".npy header, offset " + at + ": " + problem);
        }
    }
}
