package dev.eqm.sample.evaluation.neighbours;

import java.util.ArrayList;
import java.util.List;

/** The k nearest of what has been offered, nearest first; of equals those with smaller indices. */
final class Nearest {
    private final int[] indices;
    private final double[] squares;
    private int found;

    Nearest(int k) {
        indices = new int[k];
        squares = new double[k];
    }

    /** A squared distance above this is none of the nearest. */
    double bound() {
        return found < squares.length ? Double.POSITIVE_INFINITY : squares[found - 1];
    }

    /** Offers come in ascending order of their indices. */
    void offer(int index, double square) {
        if (square >= bound()) {
            return;
        }
        int at = found < squares.length ? found++ : found - 1;
        for (; at > 0 && squares[at - 1] > square; at--) {
            squares[at] = squares[at - 1];
            indices[at] = indices[at - 1];
        }
        squares[at] = square;
        indices[at] = index;
    }

    List<Neighbour> list() {
        List<Neighbour> all = new ArrayList<>();
        for (int i = 0; i < found; i++) {
            all.add(new Neighbour(indices[i], Math.sqrt(squares[i])));
        }
        return all;
    }
}
