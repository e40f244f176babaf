package dev.eqm.run.start;

import dev.eqm.core.check.Setting;
import dev.eqm.core.data.IdxFile;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.NpzImages;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.config.NearPath;
import dev.eqm.run.settings.ImageData;
import dev.eqm.run.settings.ImageOutline;
import dev.eqm.run.settings.ImageWish;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which kind of data lies at a path: told by what files hold, and only where that is not enough by
 * how they are named. Everything is opened as training would, so that what is found here can be
 * learned.
 *
 * @param wish sizes and channels that pictures are to have; 0: as suits them
 */
record DataFinder(ImageWish wish, RunListener listener) {
    private static final String KNOWN =
            "eqm learns from a folder of images, an .npz file, a pair of IDX files (like MNIST), a "
                    + "folder of CIFAR-10's binary files, or a folder of latents made by "
                    + Setting.command("encode");

    /** Classes that are named one by one; of more the first few are. */
    private static final int FEW_CLASSES = 12;

    /** The data at a path. */
    FoundData at(Path path) {
        if (!Files.exists(path)) {
            throw new UsageException(
                    path
                            + ": there is no such folder or file"
                            + NearPath.suggestion(path)
                            + "; check the path");
        }
        return Files.isDirectory(path) ? folder(path) : file(path);
    }

    private FoundData file(Path file) {
        if (begins(file, "PK") || begins(file, "\u0093NUMPY")) { // the second is refused by name
            return npz(file);
        }
        return switch (IdxFile.content(file)) {
            case IMAGES -> idx(file, beside(file, "images", "labels", "idx3", "idx1"));
            case LABELS -> idx(beside(file, "labels", "images", "idx1", "idx3"), file);
            case NEITHER ->
                    throw new UsageException(
                            "%s: is neither an .npz archive nor an IDX file; %s"
                                    .formatted(file, KNOWN));
        };
    }

    private FoundData folder(Path folder) {
        List<Path> files = files(folder);
        if (files.stream().anyMatch(f -> f.toString().endsWith(".safetensors"))) {
            return latents(folder);
        }
        if (has(files, "data_batch_1.bin") || has(files, "test_batch.bin")) {
            boolean train = has(files, "data_batch_1.bin");
            return whole(
                    new ImageData.Cifar10Folder(folder, train),
                    "CIFAR-10, the " + (train ? "50,000 training" : "10,000 test") + " images",
                    List.of());
        }
        List<Path> idx =
                files.stream()
                        .filter(f -> IdxFile.content(f) == IdxFile.Content.IMAGES)
                        .sorted(Comparator.comparing(f -> !name(f).startsWith("train")))
                        .toList();
        if (!idx.isEmpty()) { // of MNIST's two pairs the training one
            return idx(idx.get(0), beside(idx.get(0), "images", "labels", "idx3", "idx1"));
        }
        List<Path> archives = files.stream().filter(f -> name(f).endsWith(".npz")).toList();
        if (archives.size() == 1) {
            return npz(archives.get(0));
        } else if (archives.size() > 1) {
            throw new UsageException(
                    "%s: contains %d .npz files; choose one of them, such as %s"
                            .formatted(folder, archives.size(), archives.get(0)));
        }
        return new FoundPictures(wish, listener).in(folder);
    }

    private FoundData npz(Path file) {
        return whole(
                new ImageData.NpzFile(file, 1, NpzImages.Layout.AUTO, NpzImages.Range.AUTO)
                        .inferring(Set.of("classes"), ImageWish.NONE),
                "numpy archive",
                List.of());
    }

    private FoundData idx(Path images, Path labels) {
        return whole(
                new ImageData.IdxPair(images, labels, 1)
                        .inferring(Set.of("classes"), ImageWish.NONE),
                "IDX files " + name(images) + " and " + name(labels),
                List.of());
    }

    private FoundData latents(Path folder) {
        return whole(
                new ImageData.Latents(folder, 1).inferring(Set.of("classes"), ImageWish.NONE),
                "latents, as " + Setting.command("encode") + " writes them",
                List.of(
                        "the autoencoder that made the latents turns samples into images; "
                                + "without its weights, training shows no previews (docs/weights.md)"));
    }

    /** Images that are taken as they are: nothing is scaled, so size and channels are given. */
    private FoundData whole(ImageData source, String what, List<String> cautions) {
        ImageSource images = source.open();
        int h = images.shape().height();
        int w = images.shape().width();
        if (h != w) {
            throw new UsageException(
                    "%s: the images are %d wide and %d high, but networks need squares: crop or pad them to one size"
                            .formatted(images.describe(), w, h));
        }
        boolean other = wish.size() != 0 && wish.size() != h;
        boolean otherColours = wish.channels() != 0 && wish.channels() != images.shape().channels();
        if (other || otherColours) {
            throw new UsageException(
                    "%s: these images are used unchanged, %dx%d with %d %s; %s and %s are only for folders of image files"
                            .formatted(
                                    images.describe(),
                                    w,
                                    h,
                                    images.shape().channels(),
                                    images.shape().channels() == 1 ? "channel" : "channels",
                                    Setting.of("size"),
                                    Setting.of("channels")));
        }
        ImageOutline outline = new ImageOutline(images.size(), images.shape(), images.classNames());
        List<String> facts = new ArrayList<>();
        facts.add(what);
        facts.add(
                StartText.count("%,d images of %dx%d, %s", images.size(), w, h, colours(outline)));
        facts.add(StartText.classes(counts(images), outline.classNames(), FEW_CLASSES));
        List<String> all = new ArrayList<>(images.warnings());
        all.addAll(cautions);
        return new FoundData(source, outline, facts, List.of(), all);
    }

    private static String colours(ImageOutline outline) {
        int channels = outline.shape().channels();
        return channels == 1 ? "grey" : channels == 3 ? "in colour" : channels + " channels";
    }

    private static int[] counts(ImageSource images) {
        int[] counts = new int[images.classes()];
        for (int i = 0; i < images.size(); i++) {
            counts[images.label(i)]++;
        }
        return counts;
    }

    /** The other file of a pair: named alike, gzipped or not. */
    private static Path beside(Path file, String from, String to, String fromIdx, String toIdx) {
        String name = name(file);
        String other = name.replace(from, to).replace(fromIdx, toIdx);
        String plain = other.replaceFirst("\\.gz$", "");
        for (String candidate : List.of(other, plain, plain + ".gz")) {
            Path path = file.resolveSibling(candidate);
            if (!candidate.equals(name) && Files.isRegularFile(path)) {
                return path;
            }
        }
        throw new UsageException(
                ("%s: contains the %s of an IDX pair; the file of the %s "
                                + "must be in the same folder and be called %s")
                        .formatted(file, from, to, other.equals(name) ? name + "-" + to : other));
    }

    private static boolean begins(Path file, String magic) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(magic.length());
            for (int i = 0; i < magic.length(); i++) {
                if (i >= head.length || (head[i] & 0xFF) != magic.charAt(i)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read (" + e + ")", e);
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(f -> Files.isRegularFile(f) && !name(f).startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be listed (" + e + ")", e);
        }
    }

    private static boolean has(List<Path> files, String name) {
        return files.stream().anyMatch(f -> name(f).equals(name));
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
