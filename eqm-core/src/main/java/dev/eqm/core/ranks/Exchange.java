package dev.eqm.core.ranks;

import ai.djl.ndarray.NDArray;

/**
 * The two ways in which arrays change places between N ranks; {@link OrderedSum} is made of them.
 * Arrays are float32 and contiguous; when a method returns, the received numbers are there, or the
 * device's queue puts them there before what is queued next.
 */
public interface Exchange {
    /**
     * Row r of every rank's {@code from} goes to rank r.
     *
     * @param from [N, K]
     * @param to [N, K]; row r is from rank r
     */
    void allToAll(NDArray from, NDArray to);

    /**
     * Every rank gets what all have.
     *
     * @param from [K]
     * @param to [N, K]; row r is from rank r
     */
    void allGather(NDArray from, NDArray to);
}
