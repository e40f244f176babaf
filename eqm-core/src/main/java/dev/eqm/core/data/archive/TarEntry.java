package dev.eqm.core.data.archive;

import java.util.Locale;

/**
 * A file inside a tar file.
 *
 * @param name with the folders that it lies in, and the tar file if that is inside another: {@code
 *     n01440764.tar/n01440764_18.JPEG}
 * @param offset of its first byte in the outer tar file
 * @param size in bytes
 */
record TarEntry(String name, long offset, long size) {
    /** The part behind the last '/'. */
    String fileName() {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** The name of the folder or tar file that it lies in, without {@code .tar}; may be empty. */
    String folder() {
        int end = name.lastIndexOf('/');
        if (end < 0) {
            return "";
        }
        String folder = name.substring(name.lastIndexOf('/', end - 1) + 1, end);
        return folder.endsWith(TarFile.ENDING)
                ? folder.substring(0, folder.length() - TarFile.ENDING.length())
                : folder;
    }

    /** What files of one sample share: all before the first dot of the file's name. */
    String stem() {
        int from = name.lastIndexOf('/') + 1;
        int dot = name.indexOf('.', from);
        return dot < 0 ? name : name.substring(0, dot);
    }

    /** What the sample calls it: all behind the first dot of the file's name, in lower case. */
    String kind() {
        String file = fileName();
        return file.substring(file.indexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
