package dev.eqm.core.testing;

import dev.eqm.core.store.DType;
import dev.eqm.core.store.TensorData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Writes a state_dict as {@code torch.save} did before 1.6: floats and whole numbers. */
public final class LegacyTorch {
    private LegacyTorch() {}

    /** Writes it; keys of storages are numbers from 0 on. */
    public static void write(Path file, Map<String, TensorData> state) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        pickle(out, "\u008a\12l\u00fc\u009cF\u00f9 j\u00a8P\31.");
        pickle(out, "M\u00e9\3.");
        pickle(out, "}(" + text("little_endian") + "\u0088u.");
        StringBuilder object = new StringBuilder("}(");
        int key = 0;
        for (Map.Entry<String, TensorData> entry : state.entrySet()) {
            object.append(text(entry.getKey())).append(tensor(entry.getValue(), key++));
        }
        pickle(out, object + "u.");
        String keys =
                IntStream.range(0, key)
                        .mapToObj(k -> text(Integer.toString(k)))
                        .collect(Collectors.joining());
        pickle(out, "](" + keys + "e.");
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(out.toByteArray()));
            for (TensorData tensor : state.values()) {
                channel.write(ByteBuffer.wrap(eight(tensor.elementCount())));
                channel.write(tensor.buffer());
            }
        }
    }

    private static String tensor(TensorData tensor, int key) {
        long[] shape = tensor.shape();
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= shape[i];
        }
        String type = tensor.dtype() == DType.I64 ? "LongStorage" : "FloatStorage";
        return "ctorch._utils\n_rebuild_tensor_v2\n(("
                + text("storage")
                + "ctorch\n"
                + type
                + "\n"
                + text(Integer.toString(key))
                + text("cpu")
                + integer(tensor.elementCount())
                + "NtQK\0"
                + tuple(shape)
                + tuple(strides)
                + "\u0089ccollections\nOrderedDict\n)RtR";
    }

    private static String tuple(long[] values) {
        return LongStream.of(values)
                .mapToObj(LegacyTorch::integer)
                .collect(Collectors.joining("", "(", "t"));
    }

    private static String integer(long value) {
        return "\u008a\10" + new String(eight(value), StandardCharsets.ISO_8859_1);
    }

    private static String text(String text) {
        return "X" + (char) (text.length() & 0xFF) + (char) (text.length() >> 8) + "\0\0" + text;
    }

    private static byte[] eight(long value) {
        return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    }

    private static void pickle(ByteArrayOutputStream out, String opcodes) {
        out.writeBytes(("\u0080\2" + opcodes).getBytes(StandardCharsets.ISO_8859_1));
    }
}
