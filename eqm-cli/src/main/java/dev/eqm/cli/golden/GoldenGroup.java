package dev.eqm.cli.golden;

/**
 * Computes the expected arrays of one kind of case; a method of a class called {@code ...Cases}.
 */
@FunctionalInterface
interface GoldenGroup {
    /**
     * Computes through eqm's public API and offers everything by its name in the case. Nothing is
     * recorded for autograd unless the group asks for it; all arrays made are freed afterwards.
     *
     * @throws RuntimeException if the case cannot be run; what was offered before stays
     */
    void run(GoldenCase golden, Answers answers);
}
