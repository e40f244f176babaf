package dev.eqm.core.ranks;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.device.LoadedTorch;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Ranks with a GPU each: NCCL sums the gradients on the queue that libtorch computes on, another
 * group of the same processes, such as {@link Mpi}, does everything else.
 *
 * <p><b>This never ran on a GPU.</b> The calls follow nccl.h, and without a GPU they end in a clear
 * error, which is tested; training over one GPU or several has not been tried.
 *
 * <p>Sums are in the order of the ranks, as {@link OrderedSum} makes them: rows are sent and
 * received in one NCCL group, added by libtorch, and gathered.
 */
public final class Nccl extends Group implements Exchange {
    private static final long REST = 50_000; // nanoseconds between two looks

    private final NcclLibrary nccl;
    private final CudaQueue queue;
    private final Ranks control;
    private final Duration limit;
    private final long communicator;
    private final OrderedSum sum;
    private boolean broken;

    private Nccl(
            NcclLibrary nccl, CudaQueue queue, Ranks control, Duration limit, long communicator) {
        super(limit);
        this.nccl = nccl;
        this.queue = queue;
        this.control = control;
        this.limit = limit;
        this.communicator = communicator;
        this.sum = new OrderedSum(control.size(), this, OrderedSum.BUCKET);
    }

    /**
     * Joins the ranks of a group over their GPUs; all call it.
     *
     * @param control stays open, and is not closed with this
     * @param device this rank's GPU, no other rank's
     * @param environment of this process
     * @throws RanksException if NCCL or the driver is not there, or NCCL refuses the GPUs
     */
    public static Nccl over(Ranks control, Device device, Map<String, String> environment) {
        NcclLibrary nccl = control.each(() -> NcclLibrary.find(environment));
        CudaQueue queue = control.each(() -> CudaQueue.of(device.getDeviceId()));
        String first = control.isFirst() ? HexFormat.of().formatHex(nccl.newId()) : "";
        byte[] id = HexFormat.of().parseHex(control.broadcast(first));
        long communicator = control.each(() -> nccl.join(id, control.size(), control.rank()));
        return new Nccl(nccl, queue, control, Mpi.limit(environment), communicator);
    }

    @Override
    public int rank() {
        return control.rank();
    }

    @Override
    public int size() {
        return control.size();
    }

    @Override
    protected byte[] gathered(byte[] mine) {
        return control.gather(mine);
    }

    /** Returns when the sums are there: what follows reads them anyway. */
    @Override
    public void sum(NDList arrays) {
        requireIdle();
        broken = true; // unless this comes to its end
        sum.add(arrays);
        await(queue.stream());
        broken = false;
    }

    @Override
    public void allToAll(NDArray from, NDArray to) {
        long part = from.size() / size();
        long source = LoadedTorch.address(from);
        long target = LoadedTorch.address(to);
        long stream = queue.stream();
        nccl.call("ncclGroupStart");
        for (int r = 0; r < size(); r++) {
            long at = r * part * Float.BYTES;
            nccl.call("ncclSend", source + at, part, NcclLibrary.FLOAT, r, communicator, stream);
            nccl.call("ncclRecv", target + at, part, NcclLibrary.FLOAT, r, communicator, stream);
        }
        nccl.call("ncclGroupEnd");
    }

    @Override
    public void allGather(NDArray from, NDArray to) {
        nccl.call(
                "ncclAllGather",
                LoadedTorch.address(from),
                LoadedTorch.address(to),
                from.size(),
                NcclLibrary.FLOAT,
                communicator,
                queue.stream());
    }

    private void await(long stream) {
        long begin = System.nanoTime();
        while (!queue.isDone(stream)) {
            int code = nccl.number("ncclCommGetAsyncError", communicator);
            if (code != NcclLibrary.SUCCESS && code != NcclLibrary.IN_PROGRESS) {
                throw nccl.failed("a sum", code);
            }
            if (System.nanoTime() - begin > limit.toNanos()) {
                throw new RanksException(
                        "rank %d has waited %d seconds for the sum of gradients over GPUs; look at the logs of all ranks. The last checkpoint is complete"
                                .formatted(rank(), limit.toSeconds()));
            }
            LockSupport.parkNanos(REST);
        }
    }

    @Override
    public void end() {
        barrier();
    }

    @Override
    public void close() {
        super.close();
        sum.close();
        nccl.call(broken ? "ncclCommAbort" : "ncclCommDestroy", communicator);
    }
}
