package dev.eqm.cli.bench;

import dev.eqm.core.device.Backend;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What figures depend on besides the program: the head of every report. */
public final class Machine {
    private static final Path CPU = Path.of("/proc/cpuinfo");

    /** Instruction sets that decide how fast matrix products are. */
    private static final Set<String> RELEVANT =
            Set.of(
                    "fma",
                    "avx2",
                    "avx512f",
                    "avx512_bf16",
                    "avx512_vnni",
                    "avx_vnni",
                    "amx_tile",
                    "amx_bf16",
                    "asimd",
                    "bf16",
                    "i8mm",
                    "sve");

    private Machine() {}

    /** Name -> value, in order; all of it JSON. */
    public static Map<String, Object> describe() {
        Map<String, Object> all = new LinkedHashMap<>(Backend.versions());
        all.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        all.put("cpu", cpu("model name", System.getProperty("os.arch")));
        all.put("instructions", instructions());
        all.put("cores", Runtime.getRuntime().availableProcessors());
        all.put("threads", Backend.threads());
        all.put("loadAverage", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        Memory.available().ifPresent(bytes -> all.put("availableBytes", bytes));
        return all;
    }

    private static List<String> instructions() {
        String flags = cpu("flags", cpu("Features", ""));
        return Arrays.stream(flags.split(" ")).filter(RELEVANT::contains).sorted().toList();
    }

    /** The first processor's value of a key; Linux only. */
    private static String cpu(String key, String otherwise) {
        if (!Files.isReadable(CPU)) {
            return otherwise;
        }
        try {
            return Files.readAllLines(CPU).stream()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException e) {
            return otherwise;
        }
    }
}
