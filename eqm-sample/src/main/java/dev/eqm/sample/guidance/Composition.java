package dev.eqm.sample.guidance;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A weighted sum of conditional gradients of one network: Σ wᵢ ∇E(x | cᵢ), which is the gradient of
 * the energy Σ wᵢ E(x | cᵢ); Figure 11 of the paper. Weights may be negative. A label that occurs
 * twice is one term, one whose weights add up to 0 is none.
 *
 * @param terms at least one
 */
public record Composition(List<Term> terms) {
    /** Stands for the null label, whatever its number in a network. */
    public static final long NULL_LABEL = -1;

    /**
     * One conditioning.
     *
     * @param label in [0, classes], or {@link #NULL_LABEL}
     */
    public record Term(long label, double weight) {
        public Term {
            require(label >= NULL_LABEL, "a label must not be negative, got %s", label);
            require(Double.isFinite(weight), "a weight must be finite, got %s", weight);
        }
    }

    public Composition {
        requireGiven("terms", terms);
        Map<Long, Double> sums = new LinkedHashMap<>();
        terms.forEach(t -> sums.merge(t.label(), t.weight(), Double::sum));
        sums.values().removeIf(weight -> weight == 0);
        require(!sums.isEmpty(), "a composition needs a weight other than 0, got %s", terms);
        terms = sums.entrySet().stream().map(e -> new Term(e.getKey(), e.getValue())).toList();
    }

    /** Σ wᵢ ∇E(x | cᵢ) as it stands. */
    public static Composition sum(List<Long> labels, List<Double> weights) {
        requireGiven("labels", labels, "weights", weights);
        return new Composition(terms(labels, weights, 1));
    }

    /**
     * Around the unconditional field: ∇E(x | ∅) + s·Σ wᵢ (∇E(x | cᵢ) − ∇E(x | ∅)). With one label
     * of weight 1 it is guidance of scale s.
     */
    public static Composition aroundNull(List<Long> labels, List<Double> weights, double scale) {
        requireGiven("labels", labels, "weights", weights);
        List<Term> terms = terms(labels, weights, scale);
        double sum = weights.stream().mapToDouble(w -> scale * w).sum();
        terms.add(new Term(NULL_LABEL, 1 - sum));
        return new Composition(terms);
    }

    private static List<Term> terms(List<Long> labels, List<Double> weights, double scale) {
        int n = labels.size();
        int m = weights.size();
        String rule = "one weight per label is needed, got %s labels %s and %s weights %s";
        require(n == m, rule, n, labels, m, weights);
        List<Term> terms = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            terms.add(new Term(labels.get(i), scale * weights.get(i)));
        }
        return terms;
    }

    /** Whether a network must know the null label. */
    public boolean needsNullLabel() {
        return terms.stream().anyMatch(t -> t.label() == NULL_LABEL);
    }
}
