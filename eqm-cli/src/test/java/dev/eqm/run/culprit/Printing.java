package dev.eqm.run.culprit;

/** Writes to a stream. */
public final class Printing {
    private Printing() {}

    static void wrong() {
        System.out.println("the experiment layer talks through its listener");
    }
}
