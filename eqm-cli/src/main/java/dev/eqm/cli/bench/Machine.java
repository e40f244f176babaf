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

/**
 * What figures depend on besides the program: the head of every report.
 *
 * @param versions of everything that can change a number
 * @param date when it was looked at, UTC
 * @param instructions sets that decide how fast matrix products are
 * @param threads that one operation of libtorch may use
 * @param loadAverage of the last minute; negative where it is not known
 * @param availableBytes of memory; negative where it is not known
 */
record Machine(
        Map<String, String> versions,
        String date,
        String cpu,
        List<String> instructions,
        int cores,
        int threads,
        double loadAverage,
        long availableBytes) {
    private static final Path CPU = Path.of("/proc/cpuinfo");

    private static final Set<String> RELEVANT =
            Set.of(
                    ("fma avx2 avx512f avx512_bf16 avx512_vnni avx_vnni amx_tile amx_bf16"
                                    + " asimd bf16 i8mm sve")
                            .split(" "));

    /** This one, now. */
    static Machine here() {
        return new Machine(
                Backend.versions(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                cpuLine("model name", System.getProperty("os.arch")),
                relevantInstructions(),
                Runtime.getRuntime().availableProcessors(),
                Backend.threads(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Memory.available().orElse(-1));
    }

    /** In the order in which the head prints it; what is not known is left out. */
    Map<String, Object> toJson() {
        Map<String, Object> all = new LinkedHashMap<>(versions);
        all.put("date", date);
        all.put("cpu", cpu);
        all.put("instructions", instructions);
        all.put("cores", cores);
        all.put("threads", threads);
        all.put("loadAverage", loadAverage);
        if (availableBytes >= 0) {
            all.put("availableBytes", availableBytes);
        }
        return all;
    }

    /** Those of the first processor; x86 calls them flags, ARM features. */
    private static List<String> relevantInstructions() {
        String flags = cpuLine("flags", cpuLine("Features", ""));
        return Arrays.stream(flags.split(" ")).filter(RELEVANT::contains).sorted().toList();
    }

    /** The first processor's value of a key; Linux only. */
    private static String cpuLine(String key, String otherwise) {
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
