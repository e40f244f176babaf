package dev.eqm.core.device;

import static dev.eqm.core.check.Check.require;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.util.cuda.CudaUtils;
import dev.eqm.core.check.Setting;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.kernel.Libtorch;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.startup.Startup;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** What eqm runs on: versions, devices, threads. */
public final class Backend {
    /** The version of libtorch that eqm is built and tested with. */
    public static final String TESTED_LIBTORCH = "2.7.1";

    /** What is asked of CPUs alone; no other text may name what is theirs. */
    private static final Kernel CPU = Kernel.text(Backend.class, "cpu.py");

    private Backend() {}

    /** eqm's own version; needs no engine. */
    public static String version() {
        try (InputStream in = Backend.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException("reading the version", e);
        }
    }

    /** Name -> version of everything that can change a number. */
    public static Map<String, String> versions() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("eqm", version());
        all.put("djl", djlVersion());
        all.put("libtorch", Libtorch.version());
        all.put("java", Runtime.version().toString());
        all.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return all;
    }

    /** The engine first: DJL's own class starts it otherwise, and not as eqm does. */
    private static String djlVersion() {
        Startup.engine();
        return Engine.getDjlVersion();
    }

    /** How many CUDA devices libtorch sees. */
    public static int gpuCount() {
        return Libtorch.gpuCount();
    }

    /** Threads that one operation of libtorch may use. */
    public static int threads() {
        return Libtorch.threads();
    }

    /** Sets {@link #threads()} for the whole process. */
    public static void useThreads(int threads) {
        require(threads >= 1, "threads must be at least 1, got %s", threads);
        Libtorch.setThreads(threads);
    }

    /**
     * Whether bfloat16 convolutions and products have instructions of their own there: on every GPU
     * in use, on CPUs from AVX-512 on. Others emulate them, many times slower than float32.
     */
    public static boolean hasFastBfloat16(Device device) {
        if (device.isGpu()) {
            return true;
        }
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open();
                Arena host = Arena.cpu("a question")) {
            return CPU.call("fast_bfloat16", host.scalar(0)).getFloat() == 1;
        }
    }

    /**
     * Bytes of its own memory that a GPU has given out, what libtorch keeps for later included, so
     * after some work about the peak of this process; 0 for a CPU.
     */
    public static long usedBytes(Device device) {
        return device.isGpu() ? CudaUtils.getGpuMemory(device).getCommitted() : 0;
    }

    /**
     * The device of that name.
     *
     * @param name {@code cpu}, {@code cuda}, {@code cuda:1}, or {@code auto}: the first GPU, else
     *     the CPU
     * @throws IllegalArgumentException for another name or a GPU that is not there
     */
    public static Device device(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("cpu")) {
            return Device.cpu();
        }
        if (lower.equals("auto")) {
            return gpuCount() > 0 ? Device.gpu(0) : Device.cpu();
        }
        boolean known = lower.matches("cuda(:[0-9]{1,3})?");
        require(known, "device must be cpu, cuda, cuda:N or auto, got %s", name);
        int index = lower.contains(":") ? Integer.parseInt(lower.substring(5)) : 0;
        require(
                index < gpuCount(),
                "device %s does not exist: libtorch found %s CUDA "
                        + "devices (`"
                        + Setting.command("doctor")
                        + "` shows details); use device cpu",
                name,
                gpuCount());
        return Device.gpu(index);
    }

    /** What {@link #device} would call it: {@code cpu} or {@code cuda:0}. */
    public static String name(Device device) {
        return device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu";
    }
}
