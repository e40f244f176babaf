package dev.eqm.core.ranks;

import ai.djl.ndarray.NDList;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The processes that train one network together, numbered from 0; each computes on a device of its
 * own.
 *
 * <p>Every method but {@link #rank}, {@link #size} and {@link #close} is collective: all ranks call
 * the same methods in the same order, and each call waits for the others. A rank that does not come
 * within the time limit ends the call with a {@link RanksException}. One thread calls.
 */
public interface Ranks extends AutoCloseable {
    /** The number of this process, in [0, size). */
    int rank();

    /** How many there are. */
    int size();

    /**
     * Adds up arrays over all ranks, in place: each becomes g₀ + g₁ + … + gₙ₋₁, added in the order
     * of the ranks in float32. The result is the same to the bit on every rank, and equals what one
     * process gets that adds the same arrays one after the other.
     *
     * @param arrays float32, of the same shapes in the same order on every rank
     * @throws RanksException if a rank does not answer in time
     */
    void sum(NDList arrays);

    /**
     * What every rank hands in, one after the other.
     *
     * @param mine as many bytes on every rank
     * @return size() times as many bytes, in the order of the ranks
     * @throws RanksException if a rank does not answer in time
     */
    byte[] gather(byte[] mine);

    /**
     * Every rank does its own work and says yes or no; the answer is whether any said yes. The work
     * may take any time: a rank that waits hears at intervals that the others are alive, and the
     * time limit applies to that sign of life alone. The work itself must not call the ranks.
     *
     * @throws RanksException on every rank if the work failed on one, naming it; the failing rank
     *     finds its own exception as the cause
     */
    boolean any(BooleanSupplier work);

    /**
     * Says that this rank has come to its end in good order; waits until all have. Nothing else may
     * be called after it but {@link #close}.
     */
    void end();

    /** Frees what is held here and waits for nobody. */
    @Override
    void close();

    /** Whether this is rank 0, which writes for all. */
    default boolean isFirst() {
        return rank() == 0;
    }

    /** Whether any rank says yes. */
    default boolean any(boolean mine) {
        byte[] all = gather(new byte[] {(byte) (mine ? 1 : 0)});
        for (byte one : all) {
            if (one != 0) {
                return true;
            }
        }
        return false;
    }

    /** {@link #any(BooleanSupplier)} for work without an answer. */
    default void together(Runnable work) {
        boolean unused =
                any(
                        () -> {
                            work.run();
                            return false;
                        });
    }

    /**
     * Every rank's own answer to its own work, once the work of all has succeeded: {@link
     * #any(BooleanSupplier)} for work with a result.
     */
    default <T> T each(Supplier<T> work) {
        AtomicReference<T> answer = new AtomicReference<>();
        together(() -> answer.set(work.get()));
        return answer.get();
    }

    /** Work of rank 0, for which the others wait as {@link #any(BooleanSupplier)} has it. */
    default void first(Runnable work) {
        together(isFirst() ? work : () -> {});
    }

    /** Waits until all ranks are here. */
    default void barrier() {
        byte[] unused = gather(new byte[1]);
    }

    /** The number that every rank hands in, by rank. */
    default long[] gather(long mine) {
        long[] all = new long[size()];
        byte[] bytes = gather(ByteBuffer.allocate(Long.BYTES).putLong(mine).array());
        ByteBuffer.wrap(bytes).asLongBuffer().get(all);
        return all;
    }

    /** The numbers that every rank hands in, as many each, in the order of the ranks. */
    default float[] gather(float[] mine) {
        ByteBuffer bytes = ByteBuffer.allocate(mine.length * Float.BYTES);
        bytes.asFloatBuffer().put(mine);
        float[] all = new float[mine.length * size()];
        ByteBuffer.wrap(gather(bytes.array())).asFloatBuffer().get(all);
        return all;
    }

    /** The text that every rank hands in, by rank; their lengths may differ. */
    default List<String> texts(String mine) {
        byte[] text = mine.getBytes(StandardCharsets.UTF_8);
        long[] lengths = gather((long) text.length);
        int longest = Math.toIntExact(Arrays.stream(lengths).max().orElse(0));
        byte[] all = longest == 0 ? new byte[0] : gather(Arrays.copyOf(text, longest));
        List<String> texts = new ArrayList<>();
        for (int r = 0; r < size(); r++) {
            texts.add(new String(all, r * longest, (int) lengths[r], StandardCharsets.UTF_8));
        }
        return texts;
    }

    /**
     * The number of this rank among those on the same machine: how many with a lower number run
     * there.
     */
    default int local() {
        List<String> hosts = texts(Host.id());
        String mine = hosts.get(rank());
        return (int) hosts.subList(0, rank()).stream().filter(mine::equals).count();
    }

    /** What rank 0 hands in; the others' texts are not looked at. */
    default String broadcast(String first) {
        return texts(isFirst() ? first : "").get(0);
    }
}
