package dev.eqm.core.data;

import static dev.eqm.core.data.DataException.require;

import dev.eqm.core.store.DType;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonException;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.store.TensorFile;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Images that an autoencoder has encoded: a folder of safetensors files, each with {@code latents}
 * (F32, [N, C, H, W], already scaled) and {@code labels} (I64, [N]). Memory-mapped: the set may be
 * larger than memory. Latents are not confined to [-1, 1]. The first file's metadata may name the
 * classes: {@code classNames}, a JSON list; without it they are called by their numbers.
 *
 * <p>Images are numbered through the files in the order of their names. Labels are read when the
 * folder is opened, latents when an image is asked for, which the system's page cache makes cheap.
 */
public final class LatentFolder implements ImageSource {
    private static final String LATENTS = "latents";
    private static final String LABELS = "labels";
    private static final String NAMES = "classNames";

    /** One file: its latents [N, C, H, W] in the map, its labels in memory. */
    private record Shard(FloatBuffer latents, long[] labels) {}

    private final Path folder;
    private final ImageShape shape;
    private final List<Path> files;
    private final List<String> names;
    private final List<Shard> shards = new ArrayList<>();
    private final int[] starts; // index of the first latent of each shard, then the size

    private LatentFolder(Path folder, List<Path> files, int classes) {
        this.folder = folder;
        this.files = files;
        this.starts = new int[files.size() + 1];
        ImageShape common = null;
        List<String> known = List.of();
        for (int i = 0; i < files.size(); i++) {
            TensorFile content = Safetensors.read(files.get(i));
            Map<String, TensorData> tensors = content.tensors();
            known = i == 0 ? names(files.get(0), content.metadata()) : known;
            TensorData latents = tensors.get(LATENTS);
            TensorData labels = tensors.get(LABELS);
            ImageShape found = check(files.get(i), latents, labels);
            common = i == 0 ? found : common;
            String rule =
                    "latents have the shape %s, but those of %s %s; all files of a folder must have the same shape";
            Path first = files.get(0).getFileName();
            require(files.get(i), common.equals(found), rule, found, first, common);
            shards.add(
                    new Shard(
                            latents.buffer().asFloatBuffer(),
                            labels(files.get(i), labels, classes)));
            starts[i + 1] = Math.addExact(starts[i], labels.elementCount());
        }
        this.shape = common;
        this.names =
                known.size() == classes
                        ? known
                        : IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }

    /** Of the classes as the metadata tells them; empty if it does not. */
    private static List<String> names(Path file, Map<String, String> metadata) {
        String text = metadata.getOrDefault(NAMES, "[]");
        try {
            if (Json.parse(text) instanceof List<?> all) {
                return all.stream().map(Object::toString).toList();
            }
        } catch (JsonException e) {
            throw new DataException(file, NAMES + " is not JSON (" + e.getMessage() + ")", e);
        }
        throw new DataException(file, NAMES + " must be a JSON list of names, got " + text);
    }

    /**
     * The latents of a folder.
     *
     * @throws DataException if the folder or its files are not what is described above; says what
     *     is missing
     */
    public static LatentFolder open(Path folder, int classes) {
        String wanted =
                "needs one or more *.safetensors files with 'latents' (F32, [N, C, H, W], encoded"
                        + " and scaled images) and 'labels' (I64, [N])";
        boolean there = Files.isDirectory(folder);
        require(folder, there, "there is no such folder; this data set %s", wanted);
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> files =
                    entries.filter(p -> p.toString().endsWith(".safetensors")).sorted().toList();
            require(folder, !files.isEmpty(), "contains no latents; it %s", wanted);
            return new LatentFolder(folder, files, classes);
        } catch (IOException e) {
            throw new DataException(folder, "cannot be read: " + e, e);
        }
    }

    /** The shape of one latent, once both tensors are what they should be. */
    private static ImageShape check(Path file, TensorData latents, TensorData labels) {
        boolean both = latents != null && labels != null;
        require(file, both, "needs the tensors 'latents' and 'labels'");
        long[] s = latents.shape();
        boolean images = latents.dtype() == DType.F32 && s.length == 4;
        require(
                file,
                images
                        && latents.elementCount() > 0
                        && labels.dtype() == DType.I64
                        && Arrays.equals(labels.shape(), new long[] {s[0]}),
                "'latents' must be F32 [N, C, H, W] and 'labels' I64 [N], with no size 0; got %s and %s",
                latents,
                labels);
        return new ImageShape((int) s[1], (int) s[2], (int) s[3]);
    }

    private static long[] labels(Path file, TensorData labels, int classes) {
        String rule =
                "label %s is not in [0, %s); set classes to the number of classes in the folder";
        long[] values = labels.longs();
        for (long label : values) {
            require(file, label >= 0 && label < classes, rule, label, classes);
        }
        return values;
    }

    /** The last shard that begins at or before an image. */
    private int shardOf(int index) {
        int found = Arrays.binarySearch(starts, index);
        return found >= 0 ? found : -found - 2;
    }

    @Override
    public int size() {
        return starts[starts.length - 1];
    }

    @Override
    public ImageShape shape() {
        return shape;
    }

    @Override
    public int label(int index) {
        int shard = shardOf(index);
        return (int) shards.get(shard).labels()[index - starts[shard]];
    }

    @Override
    public void read(int index, float[] into, int offset) {
        int shard = shardOf(index);
        int count = shape.elementCount();
        shards.get(shard).latents().get((index - starts[shard]) * count, into, offset, count);
    }

    @Override
    public List<Path> files() {
        return files;
    }

    @Override
    public List<String> classNames() {
        return names;
    }

    @Override
    public String describe() {
        return size() + " latents " + shape + " of " + folder;
    }
}
