package dev.eqm.cli.golden;

/** An array that a case holds and eqm does not check, and why: no failure, but never silent. */
public record Gap(String array, String reason) {
    @Override
    public String toString() {
        return array + " (" + reason + ")";
    }
}
