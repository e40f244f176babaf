package dev.eqm.run.report;

import dev.eqm.core.data.DataException;
import dev.eqm.core.data.Picture;
import dev.eqm.core.data.Png;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * A picture inside the page: a {@code data:} URI.
 *
 * @param uri PNG as the file has it, or JPEG
 * @param width in pixels of the file
 * @param height likewise
 */
record EmbeddedPicture(String uri, int width, int height) {
    /** Small pictures are shown larger, by a whole factor, up to this width. */
    private static final int SHOWN_WIDTH = 620;

    /** Scaled pictures keep at least this width. */
    private static final int LEAST_WIDTH = 320;

    private static final int MOST_WIDTH = 1400;

    /**
     * A PNG file: as it is if it is small, otherwise scaled down and as JPEG.
     *
     * @param mostBytes of the picture
     * @param passedOver hears of a file that cannot be read
     * @return one or none
     */
    static List<EmbeddedPicture> of(Path png, long mostBytes, List<String> passedOver) {
        try {
            Picture picture = Png.read(png); // which also finds damage
            byte[] bytes = Files.readAllBytes(png);
            String uri =
                    bytes.length <= mostBytes
                            ? uri("png", bytes)
                            : uri("jpeg", smaller(picture.toImage(), mostBytes));
            return List.of(new EmbeddedPicture(uri, picture.width(), picture.height()));
        } catch (DataException | IOException e) {
            passedOver.add(e.getMessage() + " (the image was skipped).");
            return List.of();
        }
    }

    private static String uri(String type, byte[] bytes) {
        return "data:image/" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }

    /** Less wide until it is small enough, or as small as pictures may become. */
    private static byte[] smaller(BufferedImage image, long mostBytes) throws IOException {
        int width = Math.min(MOST_WIDTH, image.getWidth());
        byte[] bytes = jpeg(image, width);
        while (bytes.length > mostBytes && width > LEAST_WIDTH) {
            width = Math.max(LEAST_WIDTH, width * 3 / 4);
            bytes = jpeg(image, width);
        }
        return bytes;
    }

    private static byte[] jpeg(BufferedImage image, int width) throws IOException {
        int height = Math.max(1, (int) ((long) image.getHeight() * width / image.getWidth()));
        BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Image mean = image.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING);
        scaled.createGraphics().drawImage(mean, 0, 0, null);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!ImageIO.write(scaled, "jpeg", out)) {
            throw new IOException("this Java has no JPEG writer");
        }
        return out.toByteArray();
    }

    private int factor() {
        return Math.max(1, SHOWN_WIDTH / width);
    }

    /** In pixels of the page. */
    int shownWidth() {
        return width * factor();
    }

    int shownHeight() {
        return height * factor();
    }

    /** Without the bytes. */
    @Override
    public String toString() {
        return "EmbeddedPicture[%d x %d]".formatted(width, height);
    }
}
