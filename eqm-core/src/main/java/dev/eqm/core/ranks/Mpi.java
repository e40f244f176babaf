package dev.eqm.core.ranks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.eqm.core.check.Check;
import dev.eqm.core.check.Setting;
import dev.eqm.core.device.LoadedTorch;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * The processes that an {@code mpirun} or {@code srun} has started, over the MPI that it belongs
 * to. Sums are of arrays in the memory of the CPU.
 *
 * <p>Every call is one of MPI's that do not wait ({@code MPI_Ialltoall}, {@code MPI_Iallgather}),
 * asked after until it is done: so a time limit can be kept, and a waiting rank leaves its core to
 * others. Ran with Open MPI 4.1 and MPICH 4.0.
 */
public final class Mpi extends Group implements Exchange {
    /** Seconds that a rank waits for another one; {@link #VARIABLE} changes it. */
    public static final int SECONDS = 60;

    /** The environment variable for the time limit, in seconds. */
    public static final String VARIABLE = "EQM_RANKS_TIMEOUT";

    private static final long SPINNING = 200_000; // nanoseconds before a waiting rank rests
    private static final long REST = 50_000;

    private final MpiLibrary mpi;
    private final Duration limit;
    private final int rank;
    private final int size;
    private final OrderedSum sum;
    private final Memory request = new Memory(Long.BYTES);
    private final Memory done = new Memory(Long.BYTES);
    private boolean broken;
    private boolean ended;

    private Mpi(MpiLibrary mpi, Duration limit, int rank, int size) {
        super(limit);
        this.mpi = mpi;
        this.limit = limit;
        this.rank = rank;
        this.size = size;
        this.sum = new OrderedSum(size, this, OrderedSum.BUCKET);
    }

    /**
     * Joins the group that this process was started in.
     *
     * @param wanted how many ranks there must be
     * @param environment of this process
     * @throws RanksException if there is no MPI, or the launcher belongs to another one, in which
     *     every process would be alone
     */
    public static Mpi join(int wanted, Map<String, String> environment) {
        Duration limit = limit(environment);
        Launcher launcher = Launcher.of(environment);
        MpiLibrary mpi = MpiLibrary.find(environment);
        int threads = mpi.number("MPI_Init_thread", Pointer.NULL, Pointer.NULL, MpiLibrary.THREADS);
        long world = mpi.values().world();
        int size = mpi.number("MPI_Comm_size", world);
        requireWhole(wanted, launcher, size, mpi.values().name() + " (" + mpi.file() + ")");
        if (threads < MpiLibrary.THREADS) {
            throw new RanksException(
                    "%s was built without MPI_THREAD_MULTIPLE, which eqm needs; name another one with %s"
                            .formatted(mpi.version(), MpiLibrary.VARIABLE));
        }
        return new Mpi(mpi, limit, mpi.number("MPI_Comm_rank", world), size);
    }

    /** What MPI says, what the launcher says and what is wanted are one number. */
    static void requireWhole(int wanted, Launcher launcher, int size, String library) {
        if (size == wanted && (!launcher.isThere() || launcher.size() == size)) {
            return;
        }
        String found =
                "%s says that this process is one of %s, but %s were asked for (%s)"
                        .formatted(library, size, wanted, launcher);
        boolean foreign = size == 1 && launcher.size() > 1;
        throw new RanksException(
                found
                        + (foreign
                                ? ": the launcher belongs to another MPI, so every process would train by itself. "
                                        + "Start with the mpirun of this library, or name the launcher's library with "
                                        + MpiLibrary.VARIABLE
                                        + "=/path/libmpi.so"
                                : ": start as many processes as ranks, for example mpirun -n "
                                        + wanted
                                        + " "
                                        + Setting.command("train")
                                        + " ... --ranks "
                                        + wanted));
    }

    /** As {@link #VARIABLE} says. */
    static Duration limit(Map<String, String> environment) {
        String value = environment.getOrDefault(VARIABLE, String.valueOf(SECONDS));
        Check.require(
                value.matches("[0-9]{1,6}") && Integer.parseInt(value) > 0,
                VARIABLE + " must be a number of seconds from 1 to 999999, got %s",
                value);
        return Duration.ofSeconds(Integer.parseInt(value));
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int size() {
        return size;
    }

    /** Name and version of the library. */
    public String version() {
        return mpi.version();
    }

    @Override
    public void sum(NDList arrays) {
        requireIdle();
        sum.add(arrays);
    }

    @Override
    protected byte[] gathered(byte[] mine) {
        if (mine.length == 0) {
            return mine;
        }
        Memory send = new Memory(mine.length);
        Memory all = new Memory((long) mine.length * size);
        send.write(0, mine, 0, mine.length);
        start("MPI_Iallgather", send, mine.length, all, mine.length, mpi.values().bytes());
        byte[] answer = all.getByteArray(0, mine.length * size);
        send.close(); // not after a failure: MPI may still write there
        all.close();
        return answer;
    }

    @Override
    public void allToAll(NDArray from, NDArray to) {
        int part = Math.toIntExact(from.size() / size);
        start("MPI_Ialltoall", host(from), part, host(to), part, mpi.values().floats());
    }

    @Override
    public void allGather(NDArray from, NDArray to) {
        int part = Math.toIntExact(from.size());
        start("MPI_Iallgather", host(from), part, host(to), part, mpi.values().floats());
    }

    private static long host(NDArray array) {
        if (array.getDevice().isGpu()) {
            throw new IllegalStateException(
                    "MPI sums arrays of the CPU; those of a GPU are NCCL's");
        }
        return LoadedTorch.address(array);
    }

    private synchronized void start(
            String what, Object from, int sent, Object to, int received, long type) {
        if (broken || ended) {
            throw new RanksException(ended ? "the ranks have come to their end" : "a rank is lost");
        }
        broken = true; // unless this call comes to its end
        long world = mpi.values().world();
        request.setLong(0, 0);
        mpi.call(what, from, sent, type, to, received, type, world, request);
        await();
        broken = false;
    }

    private void await() {
        long begin = System.nanoTime();
        while (true) {
            done.setLong(0, 0);
            mpi.call("MPI_Test", request, done, mpi.values().ignore());
            if (done.getInt(0) != 0) {
                return;
            }
            long waited = System.nanoTime() - begin;
            if (waited > limit.toNanos()) {
                throw new RanksException(
                        "rank %d has waited %d seconds for another rank, which hangs, is much slower, or has ended; "
                                        .formatted(rank, limit.toSeconds())
                                + "look at the logs of all ranks. The last checkpoint is complete; "
                                + VARIABLE
                                + "=SECONDS sets a longer limit");
            }
            if (waited > SPINNING) {
                LockSupport.parkNanos(REST);
            } else {
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void end() {
        barrier();
        synchronized (this) {
            ended = true;
            mpi.call("MPI_Finalize");
        }
    }

    /** Without {@link #end} MPI is left as it is: the launcher ends the other processes. */
    @Override
    public void close() {
        super.close();
        sum.close();
    }
}
