package dev.eqm.core.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a file is, by its first bytes, whatever its name says. A reader that cannot read a file asks
 * it, so that a picture that was given for an archive is called a picture, and nobody is told to
 * copy a file again that is whole.
 */
public enum FileKind {
    SAFETENSORS("a safetensors file", ".{6}\\x00\\x00\\{\\s*[\"}]"), // before those of two letters
    PNG("a PNG image", "\\x89PNG\\r\\n\\x1a\\n"),
    JPEG("a JPEG image", "\\xff\\xd8\\xff"),
    GIF("a GIF image", "GIF8[79]a"),
    WEBP("a WebP image", "RIFF.{4}WEBP"),
    TIFF("a TIFF image", "II\\*\\x00|MM\\x00\\*"),
    BMP("a BMP image", "BM.{4}\\x00{4}"),
    PDF("a PDF document", "%PDF-"),
    NPY("a single numpy array (.npy)", "\\x93NUMPY"),
    HDF5("an HDF5 file", "\\x89HDF\\r\\n\\x1a\\n"),
    PARQUET("a Parquet file", "PAR1"),
    IDX("an IDX file", "\\x00\\x00[\\x08-\\x0e][\\x01-\\x05]\\x00"),
    GZIP("a gzip file", "\\x1f\\x8b\\x08"),
    BZIP2("a bzip2 file", "BZh[1-9]"),
    XZ("an xz file", "\\xfd7zXZ\\x00"),
    ZSTANDARD("a Zstandard file", "\\x28\\xb5\\x2f\\xfd"),
    RAR("a RAR archive", "Rar!\\x1a\\x07"),
    SEVEN_ZIP("a 7-Zip archive", "7z\\xbc\\xaf\\x27\\x1c"),
    TAR("a tar archive", ".{257}ustar"),
    ZIP("a ZIP archive (.npz, .pt or another one)", "PK(\\x03\\x04|\\x05\\x06)"),
    PICKLE("a Python pickle", "\\x80[\\x02-\\x05]"),
    HTML("a web page (HTML), perhaps from a failed download", "(?i)\\s*<(!doctype html|html)"),
    XML("an XML file", "\\s*<\\?xml"),
    JSON("a JSON file", "\\s*[\\[{]\\s*[\"\\[{\\d\\]}]"),
    TEXT("a text file", "[\\t\\r\\n\\x20-\\x7e]{4,}\\z");

    /** A tar says what it is behind the name of its first file. */
    private static final int HEAD = 512;

    private final String told;
    private final Pattern begin;

    FileKind(String told, String begin) {
        this.told = told;
        this.begin = Pattern.compile(begin, Pattern.DOTALL);
    }

    /** In words, with an article. */
    public String told() {
        return told;
    }

    /** Of a file; nothing if it is none that is known, or cannot be read. */
    public static Optional<FileKind> of(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return of(in.readNBytes(HEAD));
        } catch (IOException e) {
            return Optional.empty(); // whoever reads the file tells it better
        }
    }

    /** Of the first bytes of a file. */
    static Optional<FileKind> of(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        for (FileKind kind : values()) {
            if (kind.begin.matcher(text).lookingAt()) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /**
     * What is wrong with a file that is of another kind than was expected.
     *
     * @param expected in words, such as {@code an .npz file}
     * @param own kinds that the expected files are of: such a file is damaged, not another one
     * @return {@code is a PNG picture, not an .npz file}; empty if it is none that is known
     */
    public static String instead(Path file, String expected, FileKind... own) {
        return of(file).filter(kind -> !List.of(own).contains(kind))
                .map(kind -> "is " + kind.told + ", not " + expected)
                .orElse("");
    }
}
