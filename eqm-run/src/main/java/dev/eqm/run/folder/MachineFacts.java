package dev.eqm.run.folder;

import ai.djl.Device;
import dev.eqm.core.device.Backend;
import dev.eqm.core.store.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine that a run is trained on, as far as it decides how fast that is. */
public final class MachineFacts {
    private static final Path CPU = Path.of("/proc/cpuinfo");

    private MachineFacts() {}

    /**
     * This machine, by name: device, processor, cores that Java may use, threads of libtorch,
     * lanes, bytes of memory. What is not known is left out; nothing says whose machine it is.
     *
     * @param lanes of the run
     */
    public static JsonObject of(Device device, int lanes) {
        JsonObject all =
                JsonObject.of("device", Backend.name(device))
                        .with("processor", processor())
                        .with("cores", (long) Runtime.getRuntime().availableProcessors())
                        .with("threads", (long) Backend.threads())
                        .with("lanes", (long) lanes);
        if (ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system) {
            all.with("memoryBytes", system.getTotalMemorySize());
        }
        return all;
    }

    /** As Linux on x86 calls the first one; elsewhere its kind alone. */
    private static String processor() {
        String kind = System.getProperty("os.arch");
        if (!Files.isReadable(CPU)) {
            return kind;
        }
        try {
            return new String(Files.readAllBytes(CPU), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(kind);
        } catch (IOException e) {
            return kind;
        }
    }
}
