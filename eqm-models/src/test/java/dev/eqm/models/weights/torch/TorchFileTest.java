package dev.eqm.models.weights.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.eqm.core.store.DType;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.store.TensorFileException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What PyTorch wrote, with every protocol it has, as a ZIP and as before 1.6. */
class TorchFileTest {
    private static final double[] DOUBLES = {-1, -0.5, 0, 0.5, 1, 1.5};
    private static final long[] INTS = {-2, -1, 0, 1, 2, 3};

    @TempDir Path folder;

    private TorchFile open(String fixture) throws IOException {
        return TorchFile.open(Files.write(folder.resolve(fixture), TestArchive.fixture(fixture)));
    }

    private static Map<?, ?> map(Object value) {
        return (Map<?, ?>) value;
    }

    private static TorchTensor tensor(Object map, String key) {
        return (TorchTensor) map(map).get(key);
    }

    @ParameterizedTest
    @MethodSource("dev.eqm.models.weights.torch.TestArchive#everything")
    void everyElementType(String name) throws IOException {
        try (TorchFile file = open(name)) {
            Map<?, ?> root = map(file.root());
            for (String type : List.of("f64", "f32", "f16", "bf16")) {
                TensorData data = tensor(root.get("floats"), type).read();
                assertThat(data.dtype().name()).isEqualToIgnoringCase(type);
                assertThat(data.shape()).containsExactly(2, 3);
                assertThat(data.doubles()).containsExactly(DOUBLES);
            }
            for (String type : List.of("i64", "i32", "i16", "i8")) {
                TensorData data = tensor(root.get("ints"), type).read();
                assertThat(data.dtype().name()).isEqualToIgnoringCase(type);
                assertThat(data.longs()).containsExactly(INTS);
            }
            assertThat(tensor(root, "u8").read().longs()).containsExactly(0, 1, 2, 3, 4, 5);
            assertThat(tensor(root, "bool").read().longs()).containsExactly(0, 1, 0, 1, 0, 1);
            assertThat(tensor(root, "bool").dtype()).isEqualTo(DType.BOOL);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.eqm.models.weights.torch.TestArchive#everything")
    void viewsOfOneStorage(String name) throws IOException {
        try (TorchFile file = open(name)) {
            Map<?, ?> root = map(file.root());
            float[] all = tensor(root, "table").read().floats();
            assertThat(all).hasSize(24).startsWith(0, 1, 2).endsWith(23);
            assertThat(tensor(root, "row").read().floats()).containsExactly(20, 21, 22, 23);
            assertThat(tensor(root, "row").sharesStorageWith(tensor(root, "table"))).isTrue();
            assertThat(tensor(root, "row").sharesStorageWith(tensor(root, "u8"))).isFalse();
            float[] turned = new float[24]; // [4, 2, 3] of [2, 3, 4]
            for (int k = 0; k < 4; k++) {
                for (int i = 0; i < 2; i++) {
                    for (int j = 0; j < 3; j++) {
                        turned[(k * 2 + i) * 3 + j] = all[(i * 3 + j) * 4 + k];
                    }
                }
            }
            TensorData got = tensor(root, "turned").read();
            assertThat(got.shape()).containsExactly(4, 2, 3);
            assertThat(got.floats()).containsExactly(turned);
            assertThat(tensor(root, "every_other").read().floats())
                    .containsExactly(1, 3, 9, 11, 13, 15, 21, 23);
            assertThat(tensor(root, "scalar").read().floats()).containsExactly(2.5f);
            assertThat(tensor(root, "scalar").shape()).isEmpty();
            assertThat(tensor(root, "empty").read().shape()).containsExactly(0, 3);
            assertThat(tensor(root, "parameter").read().floats()).containsExactly(7);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.eqm.models.weights.torch.TestArchive#everything")
    void plainValues(String name) throws IOException {
        try (TorchFile file = open(name)) {
            Map<?, ?> root = map(file.root());
            assertThat(root.get("size")).isEqualTo(List.of(2L, 3L, 4L));
            assertThat(root.get("betas")).isEqualTo(List.of(0.9, 0.999));
            assertThat(root.get(1L)).isEqualTo(List.of(1L, 2L, List.of(3L)));
            assertThat(map(root.get("state")).keySet()).hasToString("[one, größe]");
            Map<String, Object> args = ((Namespace) root.get("args")).fields();
            assertThat(args)
                    .containsEntry("model", "EqM-XL/2")
                    .containsEntry("uncond", true)
                    .containsEntry("lr", 1e-4)
                    .containsEntry("ckpt", null)
                    .containsEntry("small", -3L)
                    .containsEntry("middle", 70000L)
                    .containsEntry("large", 1L << 40)
                    .containsEntry("seed", BigInteger.ONE.shiftLeft(63).add(BigInteger.ONE));
        }
    }

    /** Also while HotSpot replaces the reader's code by compiled code, which once lost a value. */
    @Test
    void everyReadOfAFileIsTheSame() {
        Path path = folder.resolve("many.pt");
        Map<String, Object> tensors = new LinkedHashMap<>();
        for (int i = 0; i < 130; i++) {
            tensors.put("w" + i, TensorData.of(new float[6], 2, 3));
        }
        TorchFile.write(path, tensors);
        for (int i = 0; i < 300; i++) {
            try (TorchFile file = TorchFile.open(path)) {
                assertThat(map(file.root())).hasSize(130);
            }
        }
    }

    @Test
    void mapsOutliveTheFile() throws IOException {
        TensorData big = TensorData.of(new float[5000], 5000);
        Path path = folder.resolve("big.pt");
        TorchFile.write(path, Map.of("a", big));
        TorchFile file = TorchFile.open(path);
        TorchTensor tensor = tensor(file.root(), "a");
        TensorData read = tensor.read();
        file.close();
        assertThat(read.buffer().isDirect()).isTrue();
        assertThat(read).isEqualTo(big);
        assertThatIllegalStateException()
                .isThrownBy(tensor::read)
                .withMessageContaining("is closed");
    }

    @Test
    void aHalfIsWidenedExactly() throws IOException {
        short[] halves = {0x3C01, 0x0001, (short) 0x8000, 0x7BFF, (short) 0xFC00};
        ByteBuffer bytes = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
        for (short half : halves) {
            bytes.putShort(half);
        }
        Path path = folder.resolve("half.pt");
        TorchFile.write(
                path,
                Map.of(
                        "a",
                        TensorData.wrap(DType.F16, new long[] {5}, bytes.flip()),
                        "b",
                        TensorData.wrap(DType.BF16, new long[] {5}, bytes.duplicate())));
        try (TorchFile file = TorchFile.open(path)) {
            assertThat(tensor(file.root(), "a").read().floats())
                    .containsExactly(1 + 0x1p-10f, 0x1p-24f, -0.0f, 65504, Float.NEGATIVE_INFINITY);
            assertThat(tensor(file.root(), "b").read().floats()[0])
                    .isEqualTo(Float.intBitsToFloat(0x3C010000));
        }
    }

    /** A storage of 5 GiB, a hole on the disk, with ZIP64 sizes; and one that begins after it. */
    @Test
    void filesAboveFourGibibytes() throws IOException {
        long big = 5L << 30;
        Path path = folder.resolve("huge.pt");
        String view =
                "ctorch._utils\n_rebuild_tensor_v2\n("
                        + TestArchive.storage("ByteStorage", "0", big)
                        + TestArchive.integer(big - 4)
                        + TestArchive.tuple(4)
                        + TestArchive.tuple(1)
                        + "\u0089NtR";
        String all =
                view.replace(TestArchive.integer(big - 4), TestArchive.integer(0))
                        .replace(TestArchive.tuple(4), TestArchive.tuple(big));
        String after =
                "ctorch._utils\n_rebuild_tensor_v2\n("
                        + TestArchive.storage("ByteStorage", "1", 2)
                        + TestArchive.integer(0)
                        + TestArchive.tuple(2)
                        + TestArchive.tuple(1)
                        + "\u0089NtR";
        byte[] pickle = TestArchive.pickle("]" + view + "a" + after + "a" + all + "a.");
        try (FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            HugeZip zip = new HugeZip(file);
            zip.entry("t/data.pkl", pickle.length, ByteBuffer.wrap(pickle), 0);
            zip.entry("t/data/0", big, ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), big - 4);
            zip.entry("t/data/1", 2, ByteBuffer.wrap(new byte[] {5, 6}), 0);
            zip.end();
        }
        try (TorchFile file = TorchFile.open(path)) {
            List<?> root = (List<?>) file.root();
            assertThat(((TorchTensor) root.get(0)).read().longs()).containsExactly(1, 2, 3, 4);
            assertThat(((TorchTensor) root.get(1)).read().longs()).containsExactly(5, 6);
            TorchTensor whole = (TorchTensor) root.get(2);
            assertThat(whole.elementCount()).isEqualTo(big);
            assertThatExceptionOfType(TensorFileException.class)
                    .isThrownBy(whole::read)
                    .withMessageContaining("spans 5368709120 bytes");
        }
    }

    /** A ZIP64 of holes, without checksums. */
    private static final class HugeZip {
        private final FileChannel file;
        private final ByteBuffer directory =
                ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        private int count;

        HugeZip(FileChannel file) {
            this.file = file;
        }

        void entry(String name, long size, ByteBuffer content, long at) throws IOException {
            long header = file.position();
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            ByteBuffer local = ByteBuffer.allocate(30 + bytes.length);
            local.order(ByteOrder.LITTLE_ENDIAN).putInt(0x04034b50);
            local.putShort(26, (short) bytes.length).position(30);
            file.write(local.put(bytes).flip());
            long begin = file.position();
            file.write(content, begin + at);
            file.position(begin + size);
            directory.putInt(0x02014b50).putLong(0).putLong(0).putInt(-1).putInt(-1);
            directory.putShort((short) bytes.length).putShort((short) 28);
            directory.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
            directory.putInt(-1).put(bytes);
            directory.putShort((short) 1).putShort((short) 24);
            directory.putLong(size).putLong(size).putLong(header);
            count++;
        }

        void end() throws IOException {
            long begin = file.position();
            byte[] all = Arrays.copyOf(directory.array(), directory.position());
            ByteBuffer tail = ByteBuffer.allocate(98).order(ByteOrder.LITTLE_ENDIAN);
            tail.putInt(0x06064b50).putLong(44).putInt(0).putLong(0);
            tail.putLong(count).putLong(count).putLong(all.length).putLong(begin);
            tail.putInt(0x07064b50).putInt(0).putLong(begin + all.length).putInt(1);
            tail.putInt(0x06054b50).putInt(0).putInt(-1).putInt(-1).putInt(-1).putShort((short) 0);
            file.write(ByteBuffer.wrap(all));
            file.write(tail.rewind());
        }
    }
}
