package dev.eqm.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What Linux says about memory; nothing elsewhere. Read from {@code /proc} and not from the JVM,
 * which sees its own heap alone: arrays lie outside of it.
 */
public final class Memory {
    public static final double GIB = 1 << 30;

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path MACHINE = Path.of("/proc/meminfo");
    private static final Path RESET = Path.of("/proc/self/clear_refs");
    private static final String PEAK_ONLY = "5"; // proc(5): resets VmHWM to VmRSS, touches no page

    private Memory() {}

    /** Bytes of this process that are in memory now. */
    static OptionalLong resident() {
        return bytes(STATUS, "VmRSS");
    }

    /** The most there were since {@link #resetPeak}, or since the process began. */
    public static OptionalLong peak() {
        return bytes(STATUS, "VmHWM");
    }

    /** Bytes that can be had without swapping. */
    static OptionalLong available() {
        return bytes(MACHINE, "MemAvailable");
    }

    /** Begins a new peak; without effect where the system does not allow it. */
    static void resetPeak() {
        try {
            if (Files.isWritable(RESET)) {
                Files.writeString(RESET, PEAK_ONLY);
            }
        } catch (IOException e) {
            return; // a container may forbid it: the peak is then that of the whole process
        }
    }

    /** {@code VmRSS: 12345 kB}. */
    private static OptionalLong bytes(Path file, String key) {
        return value(file, key).stream()
                .mapToLong(text -> 1024 * Long.parseLong(text.replaceAll("[^0-9]", "")))
                .findFirst();
    }

    /** What follows the colon in the first line of a key, in a file of {@code /proc}. */
    static Optional<String> value(Path file, String key) {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
