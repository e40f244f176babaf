package dev.eqm.cli.golden;

/** How numbers are written inside array names. */
final class Decimal {
    /** Such as 4, 1.5, -0.5 or 1e-05; no group. */
    static final String REGEX = "[-+]?\\d+(?:\\.\\d+)?(?:e[-+]?\\d+)?";

    private Decimal() {}
}
