package dev.eqm.core.data;

import java.util.SplittableRandom;

/**
 * Distributions in the plane that show what a method does; each fills the square [-1, 1]² or a part
 * of it. {@link ToyPoints} draws from them and adds noise.
 */
public enum Toy {
    /**
     * Two half circles that reach into each other: (cos t, sin t) and (1 − cos t, ½ − sin t), t
     * uniform in [0, π), moved by (−½, −¼) and divided by 1.5. One class each.
     */
    TWO_MOONS(2) {
        @Override
        double[] draw(int label, SplittableRandom random) {
            double t = Math.PI * random.nextDouble();
            double x = label == 0 ? StrictMath.cos(t) : 1 - StrictMath.cos(t);
            double y = label == 0 ? StrictMath.sin(t) : 0.5 - StrictMath.sin(t);
            return new double[] {(x - 0.5) / 1.5, (y - 0.25) / 1.5};
        }
    },

    /**
     * Eight points on a circle of radius 0.8, at k·45°; with noise, eight Gaussians. A class each.
     */
    EIGHT_GAUSSIANS(8) {
        @Override
        double[] draw(int label, SplittableRandom random) {
            double angle = label * Math.PI / 4;
            return new double[] {0.8 * StrictMath.cos(angle), 0.8 * StrictMath.sin(angle)};
        }
    },

    /** The eight dark fields of a 4 x 4 board over [-1, 1]², uniform; one class. */
    CHECKERBOARD(1) {
        @Override
        double[] draw(int label, SplittableRandom random) {
            int row = random.nextInt(4);
            int column = 2 * random.nextInt(2) + row % 2;
            double x = (column + random.nextDouble()) / 2 - 1;
            return new double[] {x, (row + random.nextDouble()) / 2 - 1};
        }
    },

    /**
     * (−½, 0) and (½, 0), as in the paper's picture of a landscape with two minima. A class each.
     */
    TWO_POINTS(2) {
        @Override
        double[] draw(int label, SplittableRandom random) {
            return new double[] {label - 0.5, 0};
        }
    };

    private final int classes;

    Toy(int classes) {
        this.classes = classes;
    }

    /** How many parts it has; all are equally likely. */
    public int classes() {
        return classes;
    }

    /** A point of one class, without noise: x, y. */
    abstract double[] draw(int label, SplittableRandom random);
}
