package dev.eqm.core.device;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Whether products in bfloat16 are worth it on a device, by what it is and not by a stopwatch: the
 * answer is the same at every start, however busy the machine.
 *
 * @param fast whether the device has instructions for them
 * @param reason what it has or lacks, in words
 */
public record Bfloat16(boolean fast, String reason) {
    private static final Path PROCESSOR = Path.of("/proc/cpuinfo"); // Linux
    private static final List<String> INSTRUCTIONS = List.of("amx_bf16", "avx512_bf16", "bf16");
    private static final int AMPERE = 80; // compute capability of the first GPUs with bfloat16

    /** What a device has. */
    public static Bfloat16 on(Device device) {
        return device.isGpu() ? ofGpu(device) : ofProcessor(flags(PROCESSOR));
    }

    /** Only a GPU that is known to be older counts as one without. */
    private static Bfloat16 ofGpu(Device device) {
        String capability =
                CudaUtils.hasCuda() ? CudaUtils.getComputeCapability(device.getDeviceId()) : "";
        boolean old = capability.matches("[0-9]{1,4}") && Integer.parseInt(capability) < AMPERE;
        return old
                ? new Bfloat16(false, "this GPU is older than bfloat16")
                : new Bfloat16(true, "this GPU computes in bfloat16");
    }

    /**
     * By the first processor's flags; without such instructions every product is emulated, ten
     * times slower than float32 or more.
     */
    static Bfloat16 ofProcessor(String flags) {
        List<String> words = Arrays.asList(flags.split("\\s+"));
        Optional<String> found = INSTRUCTIONS.stream().filter(words::contains).findFirst();
        return found.map(name -> new Bfloat16(true, "this processor has " + name))
                .orElse(new Bfloat16(false, "this processor has no bfloat16 instructions"));
    }

    /** Of the first processor; x86 calls them flags, ARM features; empty where nobody says. */
    static String flags(Path processor) {
        try {
            return Files.readAllLines(processor, StandardCharsets.UTF_8).stream()
                    .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return ""; // no Linux: macOS and Windows do not tell
        }
    }
}
