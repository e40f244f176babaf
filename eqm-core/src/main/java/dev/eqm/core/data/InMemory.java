package dev.eqm.core.data;

import static dev.eqm.core.check.Check.require;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Sets of images from what a program holds in memory, checked one by one. */
final class InMemory {
    private InMemory() {}

    /** {@link ImageSource#of(float[][], int[], ImageShape, List)}. */
    static ImageSource floats(
            float[][] pixels, int[] labels, ImageShape shape, List<String> classNames) {
        require(pixels != null, "pixels must be arrays of numbers, got %s", "null");
        require(shape != null, "shape must be that of every image, got %s", "null");
        requireLabels(pixels.length, labels, classNames);
        int size = shape.elementCount();
        requireRoom(pixels.length, size);
        float[] all = new float[pixels.length * size];
        for (int i = 0; i < pixels.length; i++) {
            require(pixels[i] != null, "image %s is null", i);
            require(
                    pixels[i].length == size,
                    "image %s must have %s numbers, for %s, got %s",
                    i,
                    size,
                    shape,
                    pixels[i].length);
            for (int k = 0; k < size; k++) {
                require(
                        Math.abs(pixels[i][k]) <= 1, // NaN is not
                        "pixels must lie in [-1, 1] (x / 127.5 - 1 for bytes), got %s at position %s of image %s",
                        pixels[i][k],
                        k,
                        i);
            }
            System.arraycopy(pixels[i], 0, all, i * size, size);
        }
        return new FloatImages(
                "float arrays", shape, all, labels.clone(), List.copyOf(classNames), warnings(all));
    }

    /** Values from 0 to 1 that end at 1 look as if 0 meant black. */
    private static List<String> warnings(float[] all) {
        for (float v : all) {
            if (v < 0) {
                return List.of();
            }
        }
        return List.of(
                "float arrays: no pixel is negative, though -1 means black and 1 white; if 0 means"
                        + " black, hand over 2 * v - 1");
    }

    /** {@link ImageSource#of(List, int[], List)}. */
    static ImageSource images(List<BufferedImage> images, int[] labels, List<String> classNames) {
        require(images != null, "images must be a list, got %s", "null");
        requireLabels(images.size(), labels, classNames);
        for (int i = 0; i < images.size(); i++) {
            require(images.get(i) != null, "image %s is null", i);
        }
        int channels = images.stream().allMatch(RasterPixels::isGrey) ? 1 : 3;
        int height = images.get(0).getHeight();
        int width = images.get(0).getWidth();
        ImageShape shape = new ImageShape(channels, height, width);
        int size = shape.elementCount();
        requireRoom(images.size(), size);
        byte[] all = new byte[images.size() * size];
        for (int i = 0; i < images.size(); i++) {
            BufferedImage image = images.get(i);
            require(
                    image.getHeight() == height && image.getWidth() == width,
                    "images must all have the same size, got %s rows of %s pixels in "
                            + "image 0 and %s of %s in image %s; scale or crop them first",
                    height,
                    width,
                    image.getHeight(),
                    image.getWidth(),
                    i);
            byte[] planes = Picture.of(image, channels).planes();
            System.arraycopy(planes, 0, all, i * size, size);
        }
        return new ByteImages(
                "images in memory", shape, all, labels.clone(), List.copyOf(classNames));
    }

    /** Names of as many classes as the labels need. */
    static List<String> numbered(int[] labels) {
        require(labels != null, "labels must be one number for each image, got %s", "null");
        int most = Arrays.stream(labels).max().orElse(0);
        return IntStream.rangeClosed(0, Math.max(0, most)).mapToObj(Integer::toString).toList();
    }

    private static void requireLabels(int images, int[] labels, List<String> classNames) {
        require(labels != null, "labels must be one number for each image, got %s", "null");
        require(classNames != null, "classNames must be a list of names, got %s", "null");
        for (String name : classNames) {
            require(
                    Collections.frequency(classNames, name) == 1,
                    "classNames must differ from each other, got '%s' twice",
                    name);
        }
        require(images >= 1, "a data set needs at least one image, got %s", images);
        require(
                labels.length == images,
                "one label for each of the %s images is needed, got %s labels",
                images,
                labels.length);
        for (int i = 0; i < images; i++) {
            require(
                    labels[i] >= 0 && labels[i] < classNames.size(),
                    "labels must lie in [0, %s), got %s for image %s",
                    classNames.size(),
                    labels[i],
                    i);
        }
    }

    private static void requireRoom(int images, int size) {
        require(
                (long) images * size <= Integer.MAX_VALUE,
                "a data set in memory holds at most 2^31 numbers, so %s images of %s numbers "
                        + "do not fit: implement ImageSource, which reads one image at a time",
                images,
                size);
    }
}
