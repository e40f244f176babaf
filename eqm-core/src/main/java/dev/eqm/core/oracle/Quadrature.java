package dev.eqm.core.oracle;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Adaptive Gauss–Legendre quadrature of many functions on common nodes: a panel whose integral
 * changes when it is halved goes on as two, so that kinks end in small panels of their own.
 *
 * @param tolerance of a panel, as a share of the sum of all the magnitudes
 */
record Quadrature(double tolerance) {
    private static final int ORDER = 16;
    private static final int FEWEST = 8;

    /** Halvings of a panel; a jump of the integrand needs 40 for 1e-12. */
    private static final int DEEPEST = 60;

    private static final GaussLegendre RULE = GaussLegendre.of(ORDER);

    /** Values of all functions at one place. */
    @FunctionalInterface
    interface Integrand {
        void at(double t, double[] into);
    }

    private record Panel(double from, double to, double[] integral, int depth) {}

    /**
     * The integrals over [from, to].
     *
     * @param functions how many; the last one and the sum of the others are judged alike
     * @param detail how wide the narrowest hill is: the first panels are no wider, so that none is
     *     overlooked
     * @throws ArithmeticException when a value is not finite or a panel does not converge
     */
    double[] integrate(Integrand integrand, int functions, double from, double to, double detail) {
        int panels = Math.max(FEWEST, (int) Math.ceil((to - from) / detail));
        Deque<Panel> open = new ArrayDeque<>();
        double[] rough = new double[functions];
        for (int i = 0; i < panels; i++) {
            double left = from + i * (to - from) / panels;
            double right = from + (i + 1) * (to - from) / panels;
            Panel panel = new Panel(left, right, panel(integrand, functions, left, right), 0);
            add(rough, panel.integral());
            open.add(panel);
        }
        double[] sum = new double[functions];
        while (!open.isEmpty()) {
            Panel panel = open.removeLast();
            double middle = (panel.from() + panel.to()) / 2;
            double[] left = panel(integrand, functions, panel.from(), middle);
            double[] right = panel(integrand, functions, middle, panel.to());
            if (agrees(panel.integral(), left, right, rough)) {
                add(sum, left);
                add(sum, right);
            } else if (panel.depth() == DEEPEST) {
                String place = "the integral over gamma does not converge near 1 - gamma = ";
                String ask = ": is c(gamma) finite and piecewise smooth there?";
                throw new ArithmeticException(place + Math.exp(-middle) + ask);
            } else {
                open.add(new Panel(panel.from(), middle, left, panel.depth() + 1));
                open.add(new Panel(middle, panel.to(), right, panel.depth() + 1));
            }
        }
        return sum;
    }

    private boolean agrees(double[] whole, double[] left, double[] right, double[] scale) {
        int last = whole.length - 1;
        double change = 0;
        double size = 0;
        for (int i = 0; i < last; i++) {
            change += Math.abs(whole[i] - left[i] - right[i]);
            size += Math.abs(scale[i]);
        }
        double changeOfLast = Math.abs(whole[last] - left[last] - right[last]);
        return change <= tolerance * size && changeOfLast <= tolerance * Math.abs(scale[last]);
    }

    private static double[] panel(Integrand integrand, int functions, double from, double to) {
        double[] sum = new double[functions];
        double[] values = new double[functions];
        for (int i = 0; i < ORDER; i++) {
            double t = from + RULE.node(i) * (to - from);
            integrand.at(t, values);
            for (int k = 0; k < functions; k++) {
                if (!Double.isFinite(values[k])) {
                    throw new ArithmeticException(
                            "c(gamma) is not finite near 1 - gamma = " + Math.exp(-t));
                }
                sum[k] += RULE.weight(i) * (to - from) * values[k];
            }
        }
        return sum;
    }

    private static void add(double[] to, double[] values) {
        for (int i = 0; i < to.length; i++) {
            to[i] += values[i];
        }
    }
}
