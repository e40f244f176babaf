package dev.eqm.run.settings;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.core.data.Cifar10;
import dev.eqm.core.data.EmojiFolder;
import dev.eqm.core.data.FashionMnist;
import dev.eqm.core.data.IdxFile;
import dev.eqm.core.data.ImageDigest;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.LatentFolder;
import dev.eqm.core.data.NpzImages;
import dev.eqm.core.data.PictureFolder;
import dev.eqm.core.data.Rgb;
import dev.eqm.core.data.Toy;
import dev.eqm.core.data.ToyPoints;
import dev.eqm.core.extension.Extensions;
import dev.eqm.run.config.ConfigException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Where images come from; a {@code kind} in configurations. */
public interface ImageData {
    /** Opens it; reads or maps the files, checks them whole. */
    ImageSource open();

    /**
     * What is known of the images before they are read for training. Kinds that can tell without
     * opening everything do so.
     *
     * @throws dev.eqm.core.data.DataException if they are not there or break a rule
     */
    default ImageOutline outline() {
        ImageSource images = open();
        return new ImageOutline(images.size(), images.shape(), images.classNames());
    }

    /** Keys of this kind that a file may leave out because the images tell them. */
    default Set<String> inferable() {
        return Set.of();
    }

    /**
     * The same with keys that a file leaves out read off the images.
     *
     * @param left some of {@link #inferable}
     * @param wish what the file wants of the images, in so far as it says so
     */
    default ImageData inferring(Set<String> left, ImageWish wish) {
        return this;
    }

    /** The same kind of images, of which training saw none; this set where there are no others. */
    default ImageData heldOut() {
        return this;
    }

    /** Name in configurations -> an example. */
    static Map<String, ImageData> examples() {
        Map<String, ImageData> all = new LinkedHashMap<>();
        all.put("fashion-mnist", new EmbeddedFashionMnist());
        all.put(
                "fashion-mnist-folder",
                new FashionMnistFolder(Path.of("/usr/share/datasets/fashion-mnist"), true));
        all.put("cifar10", new Cifar10Folder(Path.of("data/cifar-10-batches-bin"), true));
        all.put("emoji", new EmojiPackage(Path.of("data/emoji/package"), 32, "#ffffff", true));
        all.put(
                "idx",
                new IdxPair(Path.of("images-idx3-ubyte.gz"), Path.of("labels-idx1-ubyte.gz"), 10));
        all.put("image-folder", new ImageFolder(Path.of("data/pictures"), 64, 3));
        all.put("pictures", new Pictures(Path.of("data/pictures"), 64, 3));
        all.put(
                "npz",
                new NpzFile(Path.of("images.npz"), 1, NpzImages.Layout.AUTO, NpzImages.Range.AUTO));
        all.put("toy", new ToySet(Toy.TWO_MOONS, 0, 100_000, 0.05, true));
        all.put("part", new DataPart(new EmbeddedFashionMnist(), 9000, false));
        all.put("latents", new Latents(Path.of("data/latents"), 1000));
        all.put("program", new OfProgram(1000, new ImageShape(1, 28, 28), 10, "0".repeat(64)));
        return Extensions.joined(ImageData.class, all);
    }

    /** The 10,000 images inside the jar. */
    record EmbeddedFashionMnist() implements ImageData {
        @Override
        public ImageOutline outline() {
            return ImageOutline.numbered(10_000, new ImageShape(1, 28, 28), 10);
        }

        @Override
        public ImageSource open() {
            return FashionMnist.embedded();
        }
    }

    /**
     * Fashion-MNIST's four IDX files in a folder.
     *
     * @param train true: the 60,000 training images; false: the 10,000 test images
     */
    record FashionMnistFolder(Path folder, boolean train) implements ImageData {
        public FashionMnistFolder {
            requireGiven("folder", folder);
        }

        @Override
        public ImageOutline outline() {
            return ImageOutline.numbered(train ? 60_000 : 10_000, new ImageShape(1, 28, 28), 10);
        }

        @Override
        public ImageSource open() {
            return FashionMnist.folder(folder, train);
        }

        @Override
        public FashionMnistFolder heldOut() {
            return new FashionMnistFolder(folder, !train);
        }
    }

    /**
     * CIFAR-10's binary files in a folder: {@link Cifar10}.
     *
     * @param train true: the 50,000 training images; false: the 10,000 test images
     */
    record Cifar10Folder(Path folder, boolean train) implements ImageData {
        public Cifar10Folder {
            requireGiven("folder", folder);
        }

        @Override
        public ImageOutline outline() {
            return ImageOutline.numbered(train ? 50_000 : 10_000, new ImageShape(3, 32, 32), 10);
        }

        @Override
        public ImageSource open() {
            return Cifar10.folder(folder, train);
        }
    }

    /**
     * An unpacked npm package of emoji, labelled by category: {@link EmojiFolder}.
     *
     * @param size H = W of the squares, at most 64
     * @param background what is behind transparent pixels, {@code "#rrggbb"}
     * @param skinTones true: with the variants of skin tone, half of the set
     */
    record EmojiPackage(Path folder, int size, String background, boolean skinTones)
            implements ImageData {
        public EmojiPackage {
            requireGiven("folder", folder, "background", background);
            EmojiFolder.requireSize(size);
            String rule =
                    "background must be a colour \"#rrggbb\", such as \"#ffffff\" for white, got %s";
            require(Rgb.isOne(background), rule, background);
        }

        @Override
        public ImageSource open() {
            return EmojiFolder.open(folder, size, Rgb.of(background), skinTones);
        }
    }

    /** Any pair of IDX files, such as MNIST's. */
    record IdxPair(Path images, Path labels, int classes) implements ImageData {
        public IdxPair {
            requireGiven("images", images, "labels", labels);
            require(classes >= 1, "classes must be at least 1, got %s", classes);
        }

        @Override
        public ImageSource open() {
            List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
            return IdxFile.read(images.getFileName().toString(), images, labels, names);
        }

        @Override
        public Set<String> inferable() {
            return CLASSES;
        }

        @Override
        public ImageData inferring(Set<String> left, ImageWish wish) {
            return new IdxPair(images, labels, wish.classes(IdxFile.classes(labels)));
        }
    }

    /**
     * A folder of pictures a class, cut to squares: {@link PictureFolder#classes}.
     *
     * @param size H = W of the squares
     * @param channels 1 grey, 3 RGB
     * @param skip files and folders below the folder that are passed over, with '/' between names
     */
    record ImageFolder(Path folder, int size, int channels, List<String> skip)
            implements SquarePictures {
        public ImageFolder {
            requireGiven("folder", folder, "skip", skip);
            SquarePictures.require(size, channels);
            skip = List.copyOf(skip);
        }

        /** Of all pictures in the folder. */
        public ImageFolder(Path folder, int size, int channels) {
            this(folder, size, channels, List.of());
        }

        @Override
        public ImageSource open() {
            return PictureFolder.classes(folder, size, channels, skip);
        }

        @Override
        public boolean labelled() {
            return true;
        }

        @Override
        public ImageData inferring(Set<String> left, ImageWish wish) {
            PictureSquares squares = PictureSquares.of(folder, skip, left, wish);
            return new ImageFolder(folder, squares.side(size), squares.channels(channels), skip);
        }
    }

    /** Pictures of one class, whatever folders they lie in: {@link PictureFolder#flat}. */
    record Pictures(Path folder, int size, int channels, List<String> skip)
            implements SquarePictures {
        public Pictures {
            requireGiven("folder", folder, "skip", skip);
            SquarePictures.require(size, channels);
            skip = List.copyOf(skip);
        }

        /** Of all pictures in the folder. */
        public Pictures(Path folder, int size, int channels) {
            this(folder, size, channels, List.of());
        }

        @Override
        public ImageSource open() {
            return PictureFolder.flat(folder, size, channels, skip);
        }

        @Override
        public boolean labelled() {
            return false;
        }

        @Override
        public ImageData inferring(Set<String> left, ImageWish wish) {
            PictureSquares squares = PictureSquares.of(folder, skip, left, wish);
            return new Pictures(folder, squares.side(size), squares.channels(channels), skip);
        }
    }

    /** What labels tell. */
    Set<String> CLASSES = Set.of("classes");

    /**
     * A numpy archive: {@link NpzImages}.
     *
     * @param classes number of labels; 1 for a file without labels
     * @param layout where the channels are; auto tells by the shape
     * @param range what floats mean: signed, -1 is black; unit, 0 is black; auto, signed with a
     *     warning if none is negative
     */
    record NpzFile(Path file, int classes, NpzImages.Layout layout, NpzImages.Range range)
            implements ImageData {
        public NpzFile {
            requireGiven("file", file, "layout", layout, "range", range);
            require(classes >= 1, "classes must be at least 1, got %s", classes);
        }

        @Override
        public ImageSource open() {
            return NpzImages.open(file, classes, layout, range);
        }

        @Override
        public Set<String> inferable() {
            return CLASSES;
        }

        @Override
        public ImageData inferring(Set<String> left, ImageWish wish) {
            return new NpzFile(file, wish.classes(NpzImages.classes(file)), layout, range);
        }
    }

    /**
     * Points in the plane, images [2, 1, 1]: {@link ToyPoints}.
     *
     * @param name which distribution
     * @param seed of the points
     * @param count of the points
     * @param spread standard deviation of the noise on both coordinates
     * @param labels true: a class for each part; false: one class
     */
    record ToySet(Toy name, long seed, int count, double spread, boolean labels)
            implements ImageData {
        public ToySet {
            requireGiven("name", name);
            new ToyPoints(name, seed, count, spread, labels); // which checks all of it
        }

        @Override
        public ImageSource open() {
            return new ToyPoints(name, seed, count, spread, labels);
        }
    }

    /**
     * Images that a Java program handed over, {@code Training.on}: they are in no file that eqm
     * knows. The configuration of such a run says what they were, so that a run that goes on with
     * others is noticed.
     *
     * @param count of the images
     * @param shape of each
     * @param classes number of labels
     * @param sha256 what {@link ImageDigest} says
     */
    record OfProgram(int count, ImageShape shape, int classes, String sha256) implements ImageData {
        public OfProgram {
            requireGiven("shape", shape, "sha256", sha256);
        }

        /** What there is to be said of images; reads some. */
        public static OfProgram of(ImageSource images) {
            return new OfProgram(
                    images.size(), images.shape(), images.classes(), ImageDigest.of(images));
        }

        @Override
        public ImageOutline outline() {
            return ImageOutline.numbered(count, shape, classes);
        }

        @Override
        public ImageSource open() {
            throw new ConfigException(
                    ("data.source: these %d images of %s were passed in by a "
                                            + "Java program and are not in any file: train")
                                    .formatted(count, shape)
                            + " with Training.on(images) in that program, or choose other images if the command accepts them");
        }
    }

    /** Encoded images: {@link LatentFolder}. */
    record Latents(Path folder, int classes) implements ImageData {
        public Latents {
            requireGiven("folder", folder);
            require(classes >= 1, "classes must be at least 1, got %s", classes);
        }

        @Override
        public ImageSource open() {
            return LatentFolder.open(folder, classes);
        }

        @Override
        public Set<String> inferable() {
            return CLASSES;
        }

        @Override
        public ImageData inferring(Set<String> left, ImageWish wish) {
            return new Latents(folder, wish.classes(LatentFolder.open(folder).classes()));
        }
    }
}
