package dev.eqm.core.device;

import ai.djl.ndarray.NDArray;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import dev.eqm.core.check.Check;
import dev.eqm.core.kernel.Libtorch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The library that DJL has loaded, never another one: for what libtorch can do and DJL does not
 * offer. It is found among the process's own mappings, so under Linux alone.
 */
public final class LoadedTorch {
    private static final String LIBRARY = "libtorch_cpu.so"; // the context's home on GPUs as well
    private static final Path MAPS = Path.of("/proc/self/maps");
    private static final int LAZY_AND_LOADED_ALREADY = 0x1 | 0x4; // dlopen(3): RTLD_NOLOAD

    private LoadedTorch() {}

    /** Whether it can be found on this system. */
    public static boolean isReachable() {
        return Files.isReadable(MAPS);
    }

    /**
     * The CPU's library, which a libtorch for CUDA has too.
     *
     * @throws UnsatisfiedLinkError if JNA cannot reach it
     */
    public static NativeLibrary library() {
        return library(LIBRARY);
    }

    /**
     * A library that is loaded already.
     *
     * @param file its name without a folder
     * @throws IllegalStateException if it is not loaded
     * @throws UnsatisfiedLinkError if JNA cannot reach it
     */
    public static NativeLibrary library(String file) {
        String unused = Libtorch.version(); // loads it
        try (Stream<String> lines = Files.lines(MAPS)) {
            String path =
                    lines.filter(line -> line.endsWith("/" + file))
                            .map(line -> line.substring(line.indexOf('/')))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new IllegalStateException(
                                                    file + " is not among the loaded libraries"));
            return NativeLibrary.getInstance(
                    path, Map.of(Library.OPTION_OPEN_FLAGS, LAZY_AND_LOADED_ALREADY));
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + MAPS, e);
        }
    }

    /**
     * Where the numbers of an array begin, in the memory of its device: libtorch's {@code
     * aoti_torch_get_data_ptr}, which is part of its stable C interface.
     *
     * @param array contiguous; the address holds while the array is open
     */
    public static long address(NDArray array) {
        try (Memory out = new Memory(Long.BYTES)) {
            int code =
                    library()
                            .getFunction("aoti_torch_get_data_ptr")
                            .invokeInt(new Object[] {Libtorch.handle(array), out});
            Check.require(code == 0, "libtorch must tell where an array lies, got code %s", code);
            return out.getLong(0);
        }
    }
}
