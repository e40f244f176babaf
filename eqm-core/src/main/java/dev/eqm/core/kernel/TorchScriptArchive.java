package dev.eqm.core.kernel;

import static java.util.stream.Collectors.joining;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The archive from which libtorch compiles TorchScript source: a ZIP of four stored entries under
 * one folder.
 *
 * <ul>
 *   <li>{@code code/__torch__.py}: the source, {@code class Kernels(Module)} around the methods;
 *   <li>{@code data.pkl}: a pickle (protocol 2) of one {@code __torch__.Kernels} with state {@code
 *       {"training": True}};
 *   <li>{@code constants.pkl}: the empty tuple;
 *   <li>{@code version}: the format number.
 * </ul>
 */
final class TorchScriptArchive {
    private static final String FOLDER = "eqm/";
    private static final String SOURCE = "code/__torch__.py";

    /** What libtorch wants of a module: here it has neither parameters nor buffers. */
    private static final List<String> HEADER =
            List.of(
                    "class Kernels(Module):",
                    "  __parameters__ = []",
                    "  __buffers__ = []",
                    "  training : bool");

    private static final Pattern LINE =
            Pattern.compile("\"" + Pattern.quote(SOURCE) + "\", line (\\d+)");

    private static final byte[] EMPTY_TUPLE = {(byte) 0x80, 2, ')', '.'};

    private TorchScriptArchive() {}

    /** The archive's bytes for the methods of a kernel text. */
    static byte[] of(String text) {
        String methods = text.lines().map(line -> "  " + line + "\n").collect(joining());
        String source = String.join("\n", HEADER) + "\n" + methods;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, SOURCE, source.getBytes(StandardCharsets.UTF_8));
            store(zip, "data.pkl", pickledModule());
            store(zip, "constants.pkl", EMPTY_TUPLE);
            store(zip, "version", "10\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** libtorch's message about the source, with the lines of the text that it was made of. */
    static String inTermsOf(String text, String message) {
        return LINE.matcher(message)
                .replaceAll(
                        found -> {
                            int line = Integer.parseInt(found.group(1)) - HEADER.size();
                            return Matcher.quoteReplacement(
                                    "\"%s\", line %d".formatted(text, line));
                        });
    }

    /**
     * Opcodes: GLOBAL, EMPTY_TUPLE, NEWOBJ, EMPTY_DICT, BINUNICODE key, NEWTRUE, SETITEM, BUILD,
     * STOP.
     */
    private static byte[] pickledModule() throws IOException {
        ByteArrayOutputStream p = new ByteArrayOutputStream();
        p.write(new byte[] {(byte) 0x80, 2});
        p.write("c__torch__\nKernels\n)".getBytes(StandardCharsets.US_ASCII));
        p.write(new byte[] {(byte) 0x81, '}', 'X', 8, 0, 0, 0});
        p.write("training".getBytes(StandardCharsets.US_ASCII));
        p.write(new byte[] {(byte) 0x88, 's', 'b', '.'});
        return p.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(FOLDER + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
