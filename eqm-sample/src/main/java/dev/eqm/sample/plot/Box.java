package dev.eqm.sample.plot;

/** A rectangle of a canvas, from its upper left corner. */
public record Box(double left, double top, double width, double height) {
    /** Its right side. */
    public double right() {
        return left + width;
    }

    /** Its lower side. */
    public double bottom() {
        return top + height;
    }

    /** Whether two have an area in common. */
    public boolean overlaps(Box other) {
        return left < other.right()
                && other.left < right()
                && top < other.bottom()
                && other.top < bottom();
    }

    /** Whether another lies inside. */
    public boolean contains(Box other) {
        return left <= other.left
                && top <= other.top
                && other.right() <= right()
                && other.bottom() <= bottom();
    }
}
