package dev.eqm.core.store;

/** A tensor file cannot be read or written: says which file, which tensor, which rule, what now. */
public final class TensorFileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TensorFileException(Object file, String problem) {
        super(file + ": " + problem);
    }

    TensorFileException(Object file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }

    /** A problem of one tensor: {@code FILE: tensor 'KEY': problem}. */
    static TensorFileException ofTensor(Object file, String key, String problem) {
        return new TensorFileException(file, "tensor '" + key + "': " + problem);
    }
}
