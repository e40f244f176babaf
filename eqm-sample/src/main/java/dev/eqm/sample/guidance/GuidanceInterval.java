package dev.eqm.sample.guidance;

import static dev.eqm.core.check.Check.require;

/** Where guidance acts; elsewhere the field is the conditional one. */
public sealed interface GuidanceInterval {
    /** The guidance, in the interval. */
    default Conditioner of(Guidance guidance) {
        return new IntervalGuidance(guidance, this);
    }

    /** In no interval but everywhere: plain guidance. */
    record Everywhere() implements GuidanceInterval {
        @Override
        public Conditioner of(Guidance guidance) {
            return guidance;
        }
    }

    /**
     * In some steps of a descent; the others cost half.
     *
     * @param first from 1
     * @param last with it
     */
    record Steps(int first, int last) implements GuidanceInterval {
        public Steps {
            require(first >= 1, "the first guided step must be at least 1, got %s", first);
            require(
                    last >= first,
                    "the last guided step must be at least " + first + ", got %s",
                    last);
        }
    }

    /**
     * Where ‖∇E(x | c)‖₂ lies in [low, high), for every sample on its own: the norm falls on the
     * way to data.
     *
     * @param high may be infinite
     */
    record Norms(double low, double high) implements GuidanceInterval {
        public Norms {
            require(
                    low >= 0 && Double.isFinite(low),
                    "the lower norm must be finite and not negative, got %s",
                    low);
            require(high > low, "the upper norm must exceed " + low + ", got %s", high);
        }
    }
}
