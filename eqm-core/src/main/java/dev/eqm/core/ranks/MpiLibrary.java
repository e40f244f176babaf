package dev.eqm.core.ranks;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import dev.eqm.core.check.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * An MPI library of this machine, reached through its C interface: Open MPI, or one with MPICH's
 * ABI (MPICH, Intel MPI, MVAPICH2, Cray MPICH). eqm brings none along; the one found has to be the
 * one whose {@code mpirun} started this process.
 *
 * <p>Handles are kept as 64-bit numbers: addresses in Open MPI, integers in MPICH. An argument that
 * a library declares as an integer is then passed with zeros above it, which the calling
 * conventions of Linux allow.
 *
 * @param library opened so that what it loads later finds its symbols
 * @param file what it was opened as
 * @param values its constants
 */
record MpiLibrary(NativeLibrary library, String file, Values values) {
    /** The environment variable that names another library. */
    static final String VARIABLE = "EQM_MPI";

    private static final String UCX_SIGNALS = "UCX_ERROR_SIGNALS";
    private static final int NOW_AND_GLOBAL = 0x2 | 0x100; // dlopen(3)
    private static final List<String> OPEN_MPI = List.of("libmpi.so.40", "libmpi.so.80");
    private static final List<String> MPICH = List.of("libmpich.so.12", "libmpi.so.12");
    private static final List<String> ANY = List.of("libmpi.so", "libmpich.so");

    /**
     * The constants of a library that eqm uses.
     *
     * @param name of the implementation
     * @param world {@code MPI_COMM_WORLD}
     * @param bytes {@code MPI_BYTE}
     * @param floats {@code MPI_FLOAT}
     * @param ignore {@code MPI_STATUS_IGNORE}
     */
    record Values(String name, long world, long bytes, long floats, long ignore) {
        /** Of mpi.h of MPICH 3.1 and later: the MPICH ABI. */
        static final Values OF_MPICH =
                new Values("MPICH", 0x44000000L, 0x4c00010dL, 0x4c00040aL, 1);
    }

    /** {@code MPI_THREAD_MULTIPLE} of both. */
    static final int THREADS = 3;

    /**
     * Finds the library that fits the launcher.
     *
     * @param environment of this process
     * @throws RanksException if there is none, saying what to install
     */
    static MpiLibrary find(Map<String, String> environment) {
        leaveSignalsToJava(environment);
        String named = environment.getOrDefault(VARIABLE, "");
        List<String> tried = named.isEmpty() ? candidates(environment) : List.of(named);
        List<String> problems = new ArrayList<>();
        for (String file : tried) {
            try {
                return open(file);
            } catch (UnsatisfiedLinkError e) {
                problems.add(file);
            }
        }
        throw new RanksException(
                named.isEmpty()
                        ? "no MPI library found (tried "
                                + String.join(", ", problems)
                                + "): install Open MPI or MPICH (Debian: openmpi-bin or mpich), or name its library with "
                                + VARIABLE
                                + "=/path/libmpi.so"
                        : VARIABLE + " names " + named + ", which cannot be loaded as a library");
    }

    /**
     * UCX, over which many MPIs send, takes SIGSEGV for a crash as soon as it is loaded; Java stops
     * its threads by it. A process that is not told otherwise then ends within seconds.
     */
    private static void leaveSignalsToJava(Map<String, String> environment) {
        if (!environment.containsKey(UCX_SIGNALS)) {
            int code =
                    NativeLibrary.getProcess()
                            .getFunction("setenv")
                            .invokeInt(new Object[] {UCX_SIGNALS, "", 1});
            Check.require(code == 0, "setenv must answer 0, got %s", code);
        }
    }

    /** That of the launcher first: two MPIs may be installed side by side. */
    static List<String> candidates(Map<String, String> environment) {
        boolean mpich = environment.containsKey("PMI_RANK") && !Launcher.isOpenMpi(environment);
        List<String> all = new ArrayList<>(mpich ? MPICH : OPEN_MPI);
        all.addAll(mpich ? OPEN_MPI : MPICH);
        all.addAll(ANY);
        return all;
    }

    private static MpiLibrary open(String file) {
        NativeLibrary library =
                NativeLibrary.getInstance(file, Map.of(Library.OPTION_OPEN_FLAGS, NOW_AND_GLOBAL));
        if (has(library, "ompi_mpi_comm_world")) {
            Values values =
                    new Values(
                            "Open MPI",
                            address(library, "ompi_mpi_comm_world"),
                            address(library, "ompi_mpi_byte"),
                            address(library, "ompi_mpi_float"),
                            0);
            return new MpiLibrary(library, file, values);
        }
        if (has(library, "MPIR_F08_MPI_IN_PLACE") || has(library, "MPIR_Err_return_comm")) {
            return new MpiLibrary(library, file, Values.OF_MPICH);
        }
        throw new RanksException(
                file
                        + " is neither Open MPI nor a library with MPICH's ABI; name one of these with "
                        + VARIABLE
                        + "=/path/libmpi.so");
    }

    private static boolean has(NativeLibrary library, String symbol) {
        try {
            return library.getGlobalVariableAddress(symbol) != null;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }

    private static long address(NativeLibrary library, String symbol) {
        return Pointer.nativeValue(library.getGlobalVariableAddress(symbol));
    }

    /**
     * Calls a function that answers MPI_SUCCESS or an error code.
     *
     * @throws RanksException with the library's words for the code
     */
    void call(String function, Object... arguments) {
        int code = library.getFunction(function).invokeInt(arguments);
        if (code != 0) {
            throw new RanksException(function + " of " + values.name() + " failed: " + words(code));
        }
    }

    private String words(int code) {
        try (Memory text = new Memory(8192);
                Memory length = new Memory(Integer.BYTES)) {
            int got =
                    library.getFunction("MPI_Error_string")
                            .invokeInt(new Object[] {code, text, length});
            return got == 0 ? text.getString(0) : "code " + code;
        }
    }

    /** A number that a function writes as an int. */
    int number(String function, Object... before) {
        try (Memory out = new Memory(Integer.BYTES)) {
            Object[] all = Arrays.copyOf(before, before.length + 1);
            all[before.length] = out;
            call(function, all);
            return out.getInt(0);
        }
    }

    /** Its name and version in a line. */
    String version() {
        try (Memory text = new Memory(8192);
                Memory length = new Memory(Integer.BYTES)) {
            call("MPI_Get_library_version", text, length);
            String first = text.getString(0).strip().lines().findFirst().orElse("");
            return first.split(", package")[0].replaceAll("\\s+", " ");
        }
    }
}
