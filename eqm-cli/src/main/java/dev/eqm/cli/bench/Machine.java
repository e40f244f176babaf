package dev.eqm.cli.bench;

import dev.eqm.core.device.Backend;
import dev.eqm.core.store.JsonObject;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What figures depend on besides the program: the head of every report. */
final class Machine {
    private static final Path CPU = Path.of("/proc/cpuinfo");

    /** Sets of instructions that decide how fast matrix products are. */
    private static final Set<String> RELEVANT =
            Set.of(
                    ("fma avx2 avx512f avx512_bf16 avx512_vnni avx_vnni amx_tile amx_bf16"
                                    + " asimd bf16 i8mm sve")
                            .split(" "));

    private Machine() {}

    /**
     * This machine, now: versions of everything that can change a number, the date in UTC, the
     * processor, the load of the last minute (negative where it is not known) and free memory. In
     * the order in which the head prints it; what is not known is left out.
     */
    static JsonObject facts() {
        OptionalLong free = Memory.available();
        return JsonObject.of(Backend.versions())
                .with("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .with("cpu", cpu("model name").orElse(System.getProperty("os.arch")))
                .with("instructions", relevantInstructions())
                .with("cores", Runtime.getRuntime().availableProcessors())
                .with("threads", Backend.threads())
                .with(
                        "loadAverage",
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage())
                .withIf(free.isPresent(), "availableBytes", free.orElse(-1));
    }

    /** Those of the first processor; x86 calls them flags, ARM features. */
    private static List<String> relevantInstructions() {
        String flags = cpu("flags").or(() -> cpu("Features")).orElse("");
        return Arrays.stream(flags.split(" ")).filter(RELEVANT::contains).sorted().toList();
    }

    /** The first processor's value of a key; Linux only. */
    private static Optional<String> cpu(String key) {
        return Memory.value(CPU, key);
    }
}
