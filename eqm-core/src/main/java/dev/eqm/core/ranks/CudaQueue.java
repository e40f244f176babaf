package dev.eqm.core.ranks;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Structure;
import dev.eqm.core.device.LoadedTorch;

/**
 * The queue (CUDA stream) that libtorch computes on, and the driver's word on whether it is worked
 * off. Never ran: eqm's tests have no GPU.
 *
 * @param driver the CUDA driver
 * @param device number of the GPU
 */
record CudaQueue(NativeLibrary driver, int device) {
    private static final String CURRENT = "_ZN3c104cuda20getCurrentCUDAStreamEa";
    private static final String HANDLE = "_ZNK3c104cuda10CUDAStream6streamEv";
    private static final int NOT_READY = 600; // CUDA_ERROR_NOT_READY

    /** {@code c10::cuda::CUDAStream}: a device, its kind, and the number of the stream. */
    @Structure.FieldOrder({"index", "kind", "id"})
    public static class Stream extends Structure {
        /** Of the GPU. */
        public byte index;

        /** Of device. */
        public byte kind;

        /** Of the stream, as libtorch packs it. */
        public long id;

        /** As a result of a function it comes in registers. */
        public static final class Value extends Stream implements Structure.ByValue {}
    }

    /**
     * Of a GPU, which becomes the current one of this thread: NCCL joins with that.
     *
     * @throws RanksException if there is no driver, or no such GPU
     */
    static CudaQueue of(int device) {
        try {
            CudaQueue queue = new CudaQueue(NativeLibrary.getInstance("libcuda.so.1"), device);
            queue.makeCurrent();
            return queue;
        } catch (UnsatisfiedLinkError e) {
            throw new RanksException(
                    "ranks on GPUs need NVIDIA's driver, but libcuda.so.1 cannot be loaded; set device: cpu",
                    e);
        }
    }

    private void makeCurrent() {
        try (Memory number = new Memory(Integer.BYTES);
                Memory context = new Memory(Long.BYTES)) {
            call("cuInit", 0);
            call("cuDeviceGet", number, device);
            call("cuDevicePrimaryCtxRetain", context, number.getInt(0));
            call("cuCtxSetCurrent", context.getLong(0));
        }
    }

    private void call(String function, Object... arguments) {
        int code = driver.getFunction(function).invokeInt(arguments);
        if (code != 0) {
            throw new RanksException(function + " of the CUDA driver failed with code " + code);
        }
    }

    /** The {@code cudaStream_t} that libtorch uses now on this thread. */
    long stream() {
        NativeLibrary cuda = LoadedTorch.library("libc10_cuda.so");
        Stream now =
                (Stream)
                        cuda.getFunction(CURRENT)
                                .invoke(Stream.Value.class, new Object[] {(byte) device});
        now.write();
        return cuda.getFunction(HANDLE).invokeLong(new Object[] {now.getPointer()});
    }

    /** Whether everything in a stream is done. */
    boolean isDone(long stream) {
        int code = driver.getFunction("cuStreamQuery").invokeInt(new Object[] {stream});
        if (code != 0 && code != NOT_READY) {
            throw new RanksException("the GPU failed while gradients were summed: code " + code);
        }
        return code == 0;
    }
}
