package dev.eqm.core.oracle;

import static dev.eqm.core.check.Check.require;

/**
 * Gauss–Legendre quadrature on [0, 1]: ∫₀¹ f(t) dt ≈ Σᵢ wᵢ f(tᵢ), exact for polynomials of degree
 * 2n − 1.
 *
 * <p>Nodes are the roots of the Legendre polynomial P_n, found by Newton's method from cos(π(i +
 * ¾)/(n + ½)), and descend in cos, so ascend in t.
 */
public final class GaussLegendre {
    private static final int NEWTON = 10;
    private static final int MOST = 1000;

    private final double[] nodes;
    private final double[] weights;

    private GaussLegendre(int n) {
        nodes = new double[n];
        weights = new double[n];
        for (int i = 0; i < n; i++) {
            double z = Math.cos(Math.PI * (i + 0.75) / (n + 0.5));
            double slope = 0;
            for (int newton = 0; newton < NEWTON; newton++) {
                double before = 1;
                double value = z;
                for (int k = 2; k <= n; k++) {
                    double next = ((2 * k - 1) * z * value - (k - 1) * before) / k;
                    before = value;
                    value = next;
                }
                slope = n * (z * value - before) / (z * z - 1);
                z -= value / slope;
            }
            nodes[i] = (1 - z) / 2;
            weights[i] = 1 / ((1 - z * z) * slope * slope);
        }
    }

    /** The rule of n nodes. */
    public static GaussLegendre of(int n) {
        require(n >= 1 && n <= MOST, "nodes must lie in [1, " + MOST + "], got %s", n);
        return new GaussLegendre(n);
    }

    /** How many nodes. */
    public int size() {
        return nodes.length;
    }

    /** tᵢ in (0, 1), ascending. */
    public double node(int i) {
        return nodes[i];
    }

    /** wᵢ; they sum to 1. */
    public double weight(int i) {
        return weights[i];
    }
}
