package dev.eqm.core.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The small text that git leaves in place of a large file when Git LFS is not installed, or the
 * file was not fetched: {@code version https://git-lfs.github.com/spec/v1}, the file's hash, and
 * its size. Every reader of large files looks for it, because the text is no damaged file: the
 * right one only has to be fetched.
 */
public final class LfsPointer {
    private static final int MOST = 1024; // bytes of a pointer, by its specification
    private static final String BEGIN = "version https://git-lfs.github.com/spec/v1";
    private static final Pattern SIZE = Pattern.compile("(?m)^size (\\d{1,18})$");

    private LfsPointer() {}

    /**
     * What is wrong with a file that is a pointer, and what to do.
     *
     * @return empty for any other file, and for one that cannot be read
     */
    public static String problem(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MOST) {
                return "";
            }
            try (InputStream in = Files.newInputStream(file)) {
                return problem(in.readNBytes(MOST));
            }
        } catch (IOException e) {
            return ""; // whoever reads the file next tells it better
        }
    }

    /** The same of a file's bytes, or of the first of them. */
    public static String problem(byte[] bytes) {
        if (bytes.length > MOST) {
            return "";
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (!text.startsWith(BEGIN)) {
            return "";
        }
        Matcher size = SIZE.matcher(text.replace("\r", ""));
        String whole = size.find() ? " of " + size.group(1) + " bytes" : "";
        return "is a Git LFS pointer, a text in place of the real file"
                + whole
                + "; run 'git lfs pull' in its repository, or download the file itself";
    }

    /**
     * Refuses a pointer where tensors are read.
     *
     * @throws TensorFileException saying how to fetch the file
     */
    public static void refuse(Path file) {
        String problem = problem(file);
        if (!problem.isEmpty()) {
            throw new TensorFileException(file, problem);
        }
    }
}
