package dev.eqm.sample.plot;

/** A sign at a point of a line; shapes tell lines apart where colours do not. */
public enum Marker {
    /** Lines alone. */
    NONE,
    DISC,
    SQUARE,
    TRIANGLE,
    DIAMOND,
    RING;

    private static final double RADIUS = 3.6;

    /** Draws it around (x, y), all shapes about as large. */
    void draw(Canvas canvas, double x, double y, Ink ink) {
        double r = RADIUS;
        switch (this) {
            case NONE -> {}
            case DISC -> canvas.disc(x, y, r, ink);
            case RING -> {
                canvas.disc(x, y, r, Ink.WHITE);
                canvas.circle(x, y, r - 0.5, ink, 1.6);
            }
            case SQUARE -> {
                double s = 0.9 * r;
                canvas.area(
                        new double[] {x - s, x + s, x + s, x - s},
                        new double[] {y - s, y - s, y + s, y + s},
                        ink);
            }
            case TRIANGLE ->
                    canvas.area(
                            new double[] {x - 1.15 * r, x, x + 1.15 * r},
                            new double[] {y + 0.85 * r, y - 1.15 * r, y + 0.85 * r},
                            ink);
            case DIAMOND ->
                    canvas.area(
                            new double[] {x - 1.3 * r, x, x + 1.3 * r, x},
                            new double[] {y, y - 1.3 * r, y, y + 1.3 * r},
                            ink);
        }
    }
}
