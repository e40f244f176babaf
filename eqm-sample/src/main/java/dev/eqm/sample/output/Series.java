package dev.eqm.sample.output;

import java.util.Locale;

/** What a {@link SeriesFile} keeps of every sample. */
public enum Series {
    /** ‖∇E‖ by step. */
    NORMS("Gradient norms", "gradient norm ‖∇E‖"),
    /** E by step, where the gradient was taken; for fields that have energies. */
    ENERGIES("Energies", "energy E"),
    /** How many steps it made: one number. */
    STEPS("Steps", "number of samples");

    private final String title;
    private final String axis;

    Series(String title, String axis) {
        this.title = title;
        this.axis = axis;
    }

    /** The key in the file. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    String title() {
        return title;
    }

    String axis() {
        return axis;
    }
}
