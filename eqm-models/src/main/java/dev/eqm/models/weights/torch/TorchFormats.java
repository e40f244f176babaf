package dev.eqm.models.weights.torch;

import dev.eqm.core.store.FileKind;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Says what a file is, by how it begins. */
final class TorchFormats {
    private static final int HEAD = 512;
    private static final int LEGACY_HEAD = 32;

    /** PROTO, FRAME from protocol 4 on, LONG1 of ten bytes: 0x1950a86a20f9469cfc6c. */
    private static final Pattern LEGACY =
            Pattern.compile(
                    "\\x80[\\x02-\\x05](\\x95.{8})?\\x8a\\x0a\\x6c\\xfc\\x9c\\x46\\xf9\\x20\\x6a\\xa8\\x50\\x19",
                    Pattern.DOTALL);

    private static final String SAVE_AGAIN =
            "; if you trust the file, convert it in Python: "
                    + "torch.save(torch.load(FILE, map_location='cpu'), OTHER)";

    /** The problem of an archive with the code of a program in it. */
    static final String PROGRAM =
            "is a TorchScript program, not a checkpoint; convert it in "
                    + "Python: torch.save(torch.jit.load(FILE).state_dict(), OTHER)";

    private TorchFormats() {}

    /**
     * Whether an entry is one that only TorchScript programs have.
     *
     * <p>TorchScript uses the same ZIP with {@code TOP/data.pkl} in it; constants and source text
     * tell it apart.
     */
    static boolean isOfProgram(String entry) {
        int slash = entry.indexOf('/');
        String inside = entry.substring(slash + 1);
        return slash > 0 && (inside.equals("constants.pkl") || inside.startsWith("code/"));
    }

    /**
     * Whether a file begins with a pickle of the magic number, alone, of any protocol: the format
     * before PyTorch 1.6.
     */
    static boolean isLegacy(FileBytes file) {
        byte[] head = file.read(0, (int) Math.min(LEGACY_HEAD, file.size()));
        return LEGACY.matcher(new String(head, StandardCharsets.ISO_8859_1)).lookingAt();
    }

    /** The problem and what to do, for a file that does not end as a ZIP does. */
    static String notAZip(FileBytes file) {
        byte[] head = file.read(0, (int) Math.min(HEAD, file.size()));
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.startsWith("PK\3\4")) {
            return "begins like a ZIP archive but has no end: it is truncated; copy it again";
        }
        if (text.length() > 262 && text.startsWith("ustar", 257)) {
            return "is a tar archive (PyTorch's format before 0.1.10), which is not supported"
                    + SAVE_AGAIN;
        }
        if (text.length() > 8 && text.charAt(8) == '{') {
            return "looks like safetensors; rename it to .safetensors";
        }
        if (text.startsWith("\u0080")) {
            return "is a bare pickle, not a PyTorch checkpoint" + SAVE_AGAIN;
        }
        String other = FileKind.instead(file.path(), "a PyTorch checkpoint");
        return other.isEmpty()
                ? "is not a ZIP archive, so it is not a PyTorch checkpoint; check the path, or copy it again"
                : other + "; check the path";
    }
}
