package dev.eqm.run.sampling;

/** Which labels real images are given. */
public sealed interface ImageLabels {
    /** Their own if they are those of the model's run, else the null label. */
    ImageLabels USUAL = new Usual();

    /** The null label: the unconditional field. */
    ImageLabels NULL = new Null();

    /** {@link #USUAL}. */
    record Usual() implements ImageLabels {}

    /** {@link #NULL}. */
    record Null() implements ImageLabels {}

    /**
     * Given out in turn.
     *
     * @param spec as {@link dev.eqm.sample.generate.Labels#parse} reads it
     */
    record InTurn(String spec) implements ImageLabels {}
}
