package dev.eqm.sample.sheet;

import dev.eqm.sample.generate.Classes;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Samples by class: columns of one class each, wherever labels come in turn, under the names of the
 * classes; else each picture over the name of its own.
 */
public final class ClassColumns {
    /** Classes in turn that stand side by side; with more of them a grid is nearly square. */
    private static final int MOST = 16;

    private ClassColumns() {}

    /**
     * Columns in which labels line up, as square as that allows; nearly square if they do not.
     *
     * @param labels of the samples in order, at least one
     */
    public static int columns(long[] labels) {
        double square = Math.sqrt(labels.length);
        int turn = turn(labels);
        if (turn == 1 || turn > MOST) {
            return (int) Math.ceil(square);
        }
        int turns = (int) Math.max(1, Math.round(square / turn));
        return Math.min(turns * turn, labels.length);
    }

    /** After how many samples labels repeat; the number of samples if they do not. */
    private static int turn(long[] labels) {
        return IntStream.rangeClosed(1, labels.length)
                .filter(n -> repeats(labels, n))
                .findFirst()
                .orElse(labels.length);
    }

    private static boolean repeats(long[] labels, int turn) {
        return IntStream.range(turn, labels.length).allMatch(i -> labels[i] == labels[i - turn]);
    }

    /**
     * Names above columns of one class, else under each picture; nothing where all are of one
     * class.
     *
     * @param labels of the samples that are shown, in order
     */
    public static SheetLabels labels(long[] labels, Classes classes, int columns) {
        if (classes.count() <= 1) {
            return SheetLabels.NONE;
        }
        List<String> names = Arrays.stream(labels).mapToObj(classes::name).toList();
        if (repeats(labels, Math.min(columns, labels.length))) {
            return SheetLabels.of(names.subList(0, Math.min(columns, names.size())), List.of());
        }
        return SheetLabels.NONE.withUnder(names);
    }
}
