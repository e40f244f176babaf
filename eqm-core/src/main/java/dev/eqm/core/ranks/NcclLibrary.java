package dev.eqm.core.ranks;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import java.util.Arrays;
import java.util.Map;

/**
 * NVIDIA's NCCL of this machine, reached through its C interface (nccl.h, 2.18 and later). eqm
 * brings none along.
 *
 * @param library opened
 * @param file what it was opened as
 */
record NcclLibrary(NativeLibrary library, String file) {
    /** The environment variable that names another library. */
    static final String VARIABLE = "EQM_NCCL";

    private static final String USUAL = "libnccl.so.2";

    /** {@code ncclSuccess}. */
    static final int SUCCESS = 0;

    /** {@code ncclInProgress}. */
    static final int IN_PROGRESS = 7;

    /** {@code ncclFloat32}. */
    static final int FLOAT = 7;

    /** {@code NCCL_UNIQUE_ID_BYTES}. */
    static final int ID_BYTES = 128;

    /** {@code ncclUniqueId}: what the ranks of a group have in common. */
    @Structure.FieldOrder("internal")
    public static class Id extends Structure {
        /** Opaque. */
        public byte[] internal = new byte[ID_BYTES];

        /** As an argument of a function it is copied. */
        public static final class Value extends Id implements Structure.ByValue {}
    }

    /**
     * The library that the environment names, or the usual one.
     *
     * @throws RanksException if there is none
     */
    static NcclLibrary find(Map<String, String> environment) {
        String file = environment.getOrDefault(VARIABLE, USUAL);
        try {
            NcclLibrary found = new NcclLibrary(NativeLibrary.getInstance(file), file);
            found.number("ncclGetVersion"); // another library of this name has none
            return found;
        } catch (UnsatisfiedLinkError e) {
            throw new RanksException(
                    "ranks on GPUs need NVIDIA's NCCL, but %s cannot be loaded as such: install it, or name it with %s=/path/libnccl.so.2"
                            .formatted(file, VARIABLE),
                    e);
        }
    }

    /**
     * Calls a function that answers an {@code ncclResult_t}.
     *
     * @throws RanksException with the library's words for what it answers
     */
    void call(String function, Object... arguments) {
        int code = library.getFunction(function).invokeInt(arguments);
        if (code != SUCCESS) {
            throw failed(function, code);
        }
    }

    /** What a code means, and what the library has to say beside it. */
    RanksException failed(String function, int code) {
        String words =
                library.getFunction("ncclGetErrorString").invokeString(new Object[] {code}, false);
        String last =
                library.getFunction("ncclGetLastError")
                        .invokeString(new Object[] {Pointer.NULL}, false);
        String more = last == null || last.isBlank() ? "" : " (" + last.strip() + ")";
        return new RanksException(function + " of NCCL failed: " + words + more);
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

    /** A new group's; made by one rank, used by all. */
    byte[] newId() {
        Id id = new Id();
        call("ncclGetUniqueId", id.getPointer());
        id.read();
        return id.internal;
    }

    /**
     * Joins a group; waits for the others.
     *
     * @return an {@code ncclComm_t}
     */
    long join(byte[] id, int size, int rank) {
        Id.Value value = new Id.Value();
        System.arraycopy(id, 0, value.internal, 0, ID_BYTES);
        try (Memory out = new Memory(Long.BYTES)) {
            out.setLong(0, 0);
            call("ncclCommInitRank", out, size, value, rank);
            return out.getLong(0);
        }
    }
}
