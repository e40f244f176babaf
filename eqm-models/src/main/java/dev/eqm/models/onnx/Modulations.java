package dev.eqm.models.onnx;

import java.util.Arrays;
import java.util.List;

/**
 * What labels decide, on its way into a graph: numbers that are known at export for one label, else
 * values of the graph. Pieces are counted in the order of {@link NetworkGraph#pieces}.
 */
final class Modulations {
    /** Where the M numbers of a row stand, so that pieces of it broadcast. */
    enum Place {
        /** [N, 1, M]: over tokens. */
        TOKENS(2),
        /** [N, M, 1, 1]: over pixels. */
        PIXELS(1),
        /** [N, M]. */
        ROWS(1);

        private final int axis;

        Place(int axis) {
            this.axis = axis;
        }

        /** The shape of so many rows of M numbers; 0 rows: as many as there are. */
        long[] shape(long rows, long numbers) {
            return switch (this) {
                case TOKENS -> new long[] {rows, 1, numbers};
                case PIXELS -> new long[] {rows, numbers, 1, 1};
                case ROWS -> new long[] {rows, numbers};
            };
        }
    }

    private final List<Piece> pieces;
    private final float[] known;
    private final List<String> values;

    private Modulations(List<Piece> pieces, float[] known, List<String> values) {
        this.pieces = pieces;
        this.known = known;
        this.values = values;
    }

    /**
     * For one label.
     *
     * @param row M numbers
     */
    static Modulations known(List<Piece> pieces, float[] row) {
        return new Modulations(pieces, row, List.of());
    }

    /**
     * Looked up in a table.
     *
     * @param rows [labels, M]
     * @param label the graph's input, [N]
     */
    static Modulations looked(
            Layers layers, NetworkGraph network, float[] rows, int labels, String label) {
        Place place = network.place();
        int numbers = total(network.pieces());
        String table =
                layers.graph().floats("conditioning.table", rows, place.shape(labels, numbers));
        String all = layers.graph().node("Gather", "conditioning", List.of(table, label));
        return cut(layers, network, all);
    }

    /**
     * Computed from embeddings by the network's own layers.
     *
     * @param made those layers
     * @param label the graph's input, [N]
     */
    static Modulations computed(
            Layers layers, NetworkGraph network, LabelLayers made, String label) {
        float[] embedded = made.embedded();
        int width = made.layer().in();
        String table =
                layers.graph().floats("label_embedding", embedded, embedded.length / width, width);
        String s = layers.graph().node("Gather", "label_embedded", List.of(table, label));
        String flat =
                layers.linear("conditioning.flat", s, made.layer().plus(ones(network.pieces())));
        long[] shape = network.place().shape(0, total(network.pieces()));
        return cut(layers, network, layers.reshape("conditioning", flat, shape));
    }

    private static Modulations cut(Layers layers, NetworkGraph network, String all) {
        List<Piece> pieces = network.pieces();
        if (pieces.size() == 1) {
            return new Modulations(pieces, new float[0], List.of(all));
        }
        long[] sizes = pieces.stream().mapToLong(Piece::width).toArray();
        return new Modulations(
                pieces,
                new float[0],
                layers.split("conditioning", all, network.place().axis, sizes));
    }

    /** M, how many numbers a label decides. */
    static int total(List<Piece> pieces) {
        return pieces.stream().mapToInt(Piece::width).sum();
    }

    /** 1 wherever a scale stands, else 0: what makes 1 + scale of scale. */
    static float[] ones(List<Piece> pieces) {
        float[] all = new float[total(pieces)];
        int at = 0;
        for (Piece piece : pieces) {
            Arrays.fill(all, at, at + piece.width(), piece.isScale() ? 1 : 0);
            at += piece.width();
        }
        return all;
    }

    /** Whether the numbers of pieces are known at export. */
    boolean isKnown() {
        return values.isEmpty();
    }

    /** How many numbers a piece has. */
    int width(int piece) {
        return pieces.get(piece).width();
    }

    /** The numbers of a piece. */
    float[] numbers(int piece) {
        int from = total(pieces.subList(0, piece));
        return Arrays.copyOfRange(known, from, from + width(piece));
    }

    /** A piece as a value of the graph. */
    String value(int piece) {
        return values.get(piece);
    }
}
