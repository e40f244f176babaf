package dev.eqm.cli.golden;

import java.util.Locale;

/**
 * One expected array against what eqm computed.
 *
 * @param name its name in the case
 * @param fraction worst error over tolerance: inside up to 1; infinite where one side is not a
 *     number, or where equality was asked for and missed
 * @param at flat index of the worst element
 * @param got eqm's value there
 * @param want the golden value there
 */
public record ArrayResult(String name, double fraction, long at, double got, double want) {
    /**
     * Compares element by element; both arrays have one length. An element is right when |got −
     * want| ≤ atol + rtol·|want|.
     */
    static ArrayResult compare(String name, double[] got, double[] want, double atol, double rtol) {
        double worst = 0;
        int at = 0;
        for (int i = 0; i < want.length; i++) {
            double fraction = fraction(got[i], want[i], atol, rtol);
            if (fraction > worst) {
                worst = fraction;
                at = i;
            }
        }
        return want.length == 0
                ? new ArrayResult(name, 0, 0, 0, 0)
                : new ArrayResult(name, worst, at, got[at], want[at]);
    }

    /** Two values that must be the same thing. */
    static ArrayResult exact(String name, Object got, Object want) {
        if (got instanceof Number g && want instanceof Number w) {
            return compare(
                    name, new double[] {g.doubleValue()}, new double[] {w.doubleValue()}, 0, 0);
        }
        boolean same = got.equals(want);
        return new ArrayResult(
                name, same ? 0 : Double.POSITIVE_INFINITY, 0, Double.NaN, Double.NaN);
    }

    /** NaN is never right, not even where NaN is wanted. */
    private static double fraction(double got, double want, double atol, double rtol) {
        if (got == want) {
            return 0;
        }
        double fraction = Math.abs(got - want) / (atol + rtol * Math.abs(want));
        return Double.isNaN(fraction) ? Double.POSITIVE_INFINITY : fraction;
    }

    /** Whether every element is inside its tolerance. */
    public boolean passed() {
        return fraction <= 1;
    }

    /** For people: where it is worst. */
    @Override
    public String toString() {
        if (Double.isNaN(got) && Double.isNaN(want)) {
            return name + (passed() ? ": equal" : ": different");
        }
        return String.format(
                Locale.ROOT,
                "%s[%d]: got %.9g, expected %.9g, %.3g of the tolerance",
                name,
                at,
                got,
                want,
                fraction);
    }
}
