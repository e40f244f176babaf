package dev.eqm.core.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A tensor file cannot be read or written: says which file, which tensor, which rule, what now.
 *
 * <p>The only exception that the bytes of a file cause in this package, whatever they are; a caller
 * that reads files of others catches this one. Wrong arguments are a {@link
 * dev.eqm.core.check.BrokenRuleException} instead.
 */
public final class TensorFileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A problem of a file. */
    public TensorFileException(Object file, String problem) {
        super(file + ": " + problem);
    }

    /** The same with a cause. */
    public TensorFileException(Object file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }

    /**
     * Refuses a file that breaks a rule.
     *
     * @param file what it concerns; stands before the rule and is no part of the format
     * @param rule a format that says what was found, which rule it breaks, and what to do
     */
    static void require(Object file, boolean holds, String rule, Object... values) {
        if (!holds) {
            throw new TensorFileException(file, String.format(Locale.ROOT, rule, values));
        }
    }

    /** A problem of one tensor: {@code FILE: tensor 'KEY': problem}. */
    static TensorFileException ofTensor(Object file, String key, String problem) {
        return new TensorFileException(file, "tensor '" + key + "': " + problem);
    }

    /** A file that is not there, or that the system does not let us read. */
    public static TensorFileException unreadable(Object file, IOException e) {
        if (e instanceof NoSuchFileException) {
            return new TensorFileException(file, "there is no such file; check the path", e);
        }
        return new TensorFileException(file, "cannot be read: " + e.getMessage(), e);
    }

    /** A file that cannot be written. */
    public static TensorFileException unwritable(Path path, IOException e) {
        Path folder = path.toAbsolutePath().getParent();
        String hint = Files.isDirectory(folder) ? "" : "; create the folder " + folder + " first";
        return new TensorFileException(path, "cannot be written: " + e + hint, e);
    }
}
