package dev.eqm.models.sit;

import java.util.function.DoubleSupplier;

/** How wrong an array is as a whole, and gradients of twins. */
final class Errors {
    private Errors() {}

    /** ‖got − want‖ / ‖scale‖. */
    static double relative(double[] got, double[] want, double[] scale) {
        double off = 0;
        double size = 0;
        for (int i = 0; i < want.length; i++) {
            off += (got[i] - want[i]) * (got[i] - want[i]);
            size += scale[i] * scale[i];
        }
        return Math.sqrt(off / size);
    }

    /** ‖got − want‖ / ‖want‖. */
    static double relative(double[] got, double[] want) {
        return relative(got, want, want);
    }

    /** a − b. */
    static double[] minus(double[] a, double[] b) {
        double[] out = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            out[i] = a[i] - b[i];
        }
        return out;
    }

    /** ⟨a, b⟩. */
    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    /** Central differences of a twin with respect to an array that it reads; good to 1e-8. */
    static double[] gradient(double[] at, DoubleSupplier f) {
        double step = 1e-5;
        double[] gradient = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            double value = at[i];
            at[i] = value + step;
            double up = f.getAsDouble();
            at[i] = value - step;
            double down = f.getAsDouble();
            at[i] = value;
            gradient[i] = (up - down) / (2 * step);
        }
        return gradient;
    }
}
