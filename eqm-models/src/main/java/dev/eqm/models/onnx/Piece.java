package dev.eqm.models.onnx;

/**
 * A part of what labels decide: so many numbers of a row of the conditioning, in the order in which
 * the network's layers ask for them.
 *
 * @param isScale whether it multiplies as 1 + scale; the file then holds 1 + scale
 */
record Piece(int width, boolean isScale) {
    static Piece scale(int width) {
        return new Piece(width, true);
    }

    static Piece plain(int width) {
        return new Piece(width, false);
    }
}
