package dev.eqm.models.weights.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.eqm.core.store.DType;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.store.TensorFileException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import net.razorvine.pickle.Unpickler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our files, read back by us and by an unpickler that others wrote. */
class TorchWriteTest {
    @TempDir Path folder;

    private static Map<String, Object> sample() {
        Map<String, Object> all = new LinkedHashMap<>();
        TensorData shared = TensorData.of(new float[] {1, -0.0f, Float.NaN}, 3);
        all.put("w", shared);
        all.put("again", shared);
        for (DType type : DType.values()) {
            ByteBuffer bytes = ByteBuffer.allocate(6 * type.size());
            for (int i = 0; i < bytes.capacity(); i++) {
                bytes.put(i, (byte) (type == DType.BOOL ? i % 2 : i));
            }
            all.put(type.name(), TensorData.wrap(type, new long[] {2, 3}, bytes));
        }
        all.put("scalar", TensorData.of(new float[] {2}));
        all.put("empty", TensorData.of(new float[0], 0, 3));
        Map<Object, Object> numbers = new LinkedHashMap<>();
        numbers.put(1L, List.of(true, false, List.of()));
        numbers.put(-70000L, 1e-4);
        all.put("numbers", numbers);
        all.put("long", 1L << 40);
        all.put("huge", BigInteger.ONE.shiftLeft(64));
        all.put("größe \"γ\"\n", "größe");
        all.put("nothing", null);
        return all;
    }

    @Test
    void roundTrip() {
        Path path = folder.resolve("x.pt");
        TorchFile.write(path, sample());
        try (TorchFile file = TorchFile.open(path)) {
            Map<?, ?> root = (Map<?, ?>) file.root();
            assertThat(new ArrayList<Object>(root.keySet()))
                    .isEqualTo(new ArrayList<Object>(sample().keySet()));
            sample().forEach(
                            (key, value) -> {
                                Object got = root.get(key);
                                got = got instanceof TorchTensor t ? t.read() : got;
                                assertThat(got).as(key).isEqualTo(value);
                            });
            TorchTensor w = (TorchTensor) root.get("w");
            assertThat(w.sharesStorageWith((TorchTensor) root.get("again"))).isTrue();
            assertThat(w.sharesStorageWith((TorchTensor) root.get("F32"))).isFalse();
        }
    }

    @Test
    void sameInputGivesSameBytes() {
        Path one = folder.resolve("one/x.pt");
        Path two = folder.resolve("two/x.pt");
        for (Path path : List.of(one, two)) {
            assertThat(path.getParent().toFile().mkdir()).isTrue();
            TorchFile.write(path, sample());
        }
        assertThat(one).hasSameBinaryContentAs(two);
    }

    /** As PyTorch lays them out: stored, in order, bytes at multiples of 64. */
    @Test
    void theZipIsPyTorchs() throws IOException {
        Path path = folder.resolve("x.pt");
        TorchFile.write(path, sample());
        try (ZipFile zip = new ZipFile(path.toFile());
                FileChannel channel = FileChannel.open(path)) {
            List<String> names = zip.stream().map(ZipEntry::getName).toList();
            assertThat(names)
                    .startsWith("x/data.pkl", "x/byteorder", "x/data/0")
                    .endsWith("x/version");
            assertThat(zip.stream()).allMatch(e -> e.getMethod() == ZipEntry.STORED);
            for (ZipEntry entry : zip.stream().toList()) {
                zip.getInputStream(entry).readAllBytes(); // and the checksums are right
            }
            assertThat(new ZipDirectory(new FileBytes(path, channel)).read().values())
                    .allMatch(record -> record.begin() % 64 == 0)
                    .allMatch(record -> record.crc() != 0 || record.size() == 0);
        }
    }

    /** The pickle means to others what it means to us. */
    @Test
    void anotherUnpicklerAgrees() throws IOException {
        Path path = folder.resolve("x.pt");
        TorchFile.write(path, sample());
        Unpickler.registerConstructor("torch._utils", "_rebuild_tensor_v2", Arrays::asList);
        Unpickler.registerConstructor("collections", "OrderedDict", a -> new LinkedHashMap<>());
        for (Global global : Global.values()) {
            if (global.isStorage()) {
                Unpickler.registerConstructor(global.module(), global.globalName(), a -> a);
            }
        }
        Unpickler other =
                new Unpickler() {
                    @Override
                    protected Object persistentLoad(Object id) {
                        Object[] parts = (Object[]) id;
                        return List.of(parts[0], parts[2], parts[3], parts[4]);
                    }
                };
        try (ZipFile zip = new ZipFile(path.toFile());
                InputStream pickle = zip.getInputStream(zip.getEntry("x/data.pkl"))) {
            Map<?, ?> root = (Map<?, ?>) other.load(pickle);
            assertThat(root).hasSize(sample().size());
            List<?> tensor = (List<?>) root.get("F64");
            assertThat(tensor.get(0)).isEqualTo(List.of("storage", "1", "cpu", 6));
            assertThat((Object[]) tensor.get(2)).containsExactly(2, 3);
            assertThat((Object[]) tensor.get(3)).containsExactly(3, 1);
            assertThat(((List<?>) root.get("again")).get(0))
                    .isEqualTo(((List<?>) root.get("w")).get(0));
            assertThat(root.get("numbers"))
                    .isEqualTo(Map.of(1, List.of(true, false, List.of()), -70000, 1e-4));
            assertThat(root.get("long")).isEqualTo(1L << 40);
            assertThat(root.get("huge")).isEqualTo(BigInteger.ONE.shiftLeft(64));
            assertThat(root.get("größe \"γ\"\n")).isEqualTo("größe");
        }
    }

    /** What lies beyond 4 GiB, behind a hole on the disk, is found again. */
    @Test
    void placesBeyondFourGibibytes() throws IOException {
        Path path = folder.resolve("far.pt");
        TensorData w = TensorData.of(new float[] {1, 2, 3}, 3);
        try (FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.position(5L << 30);
            ZipWriter.write(file, "far", Pickler.of(Map.of("w", w)));
        }
        try (TorchFile file = TorchFile.open(path);
                ZipFile zip = new ZipFile(path.toFile())) {
            assertThat(((TorchTensor) ((Map<?, ?>) file.root()).get("w")).read()).isEqualTo(w);
            assertThat(zip.getEntry("far/data/0").getSize()).isEqualTo(12);
        }
    }

    @Test
    void refusals() {
        Path path = folder.resolve("x.pt");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TorchFile.write(path, Map.of("a", new Namespace(Map.of()))))
                .withMessageContaining("cannot contain dev.eqm.models.weights.torch.Namespace");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TorchFile.write(path, Map.of(1.5, "a")))
                .withMessageContaining("strings or integers, got 1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TorchFile.write(path, "x".repeat(70_000)))
                .withMessageContaining("a string of 70000 bytes");
        Path nowhere = folder.resolve("none/x.pt");
        assertThatExceptionOfType(TensorFileException.class)
                .isThrownBy(() -> TorchFile.write(nowhere, Map.of()))
                .withMessageContaining("create the folder " + nowhere.getParent());
        assertThat(Files.exists(path)).isFalse();
    }
}
