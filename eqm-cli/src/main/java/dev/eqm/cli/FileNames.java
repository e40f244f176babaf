package dev.eqm.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether Java can say the names of files that it was started with.
 *
 * <p>It takes their encoding from the locale, once and for all. Without one, as in plain
 * containers, that is ASCII: every other character of an argument or of the working folder is lost,
 * and files would be looked for, or written, elsewhere. The launcher changes such a locale; this is
 * for a JVM that was started by hand, or where no UTF-8 locale is installed.
 */
final class FileNames {
    private static final String REMEDY =
            ", so Java cannot represent other characters in file names: start eqm with LC_ALL=C.UTF-8";

    private FileNames() {}

    /** What is wrong; empty if nothing is. */
    static String lost() {
        String encoding = System.getProperty("sun.jnu.encoding", "");
        if (!encoding.equals("ANSI_X3.4-1968") && !encoding.equals("US-ASCII")) {
            return "";
        }
        boolean beyond =
                isBeyondAscii(Path.of("/proc/self/cmdline"))
                        || !new File(System.getProperty("user.dir")).isDirectory();
        return beyond ? "this locale supports only ASCII" + REMEDY : "";
    }

    /** The arguments as the system has them; false where it does not tell. */
    private static boolean isBeyondAscii(Path arguments) {
        try {
            String bytes = Files.readString(arguments, StandardCharsets.ISO_8859_1);
            return bytes.chars().anyMatch(c -> c > 127);
        } catch (IOException e) {
            return false; // another system than Linux
        }
    }
}
