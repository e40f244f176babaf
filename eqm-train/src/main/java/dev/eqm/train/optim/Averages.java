package dev.eqm.train.optim;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.models.nn.Parameters;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The averages that a run keeps: one that samplers use, and any number of others beside it. With
 * warm-up the n-th update (from 0) uses min(decay, (1 + n) / (10 + n)), so that an average forgets
 * the first weights within some tens of steps.
 *
 * @param decay of the average that samplers use; {@link Ema}
 * @param others decays of further averages, none of them twice
 * @param warmup true: low decays at first
 */
public record Averages(double decay, List<Double> others, boolean warmup) {
    /** The published recipe (Table 9): one average, no warm-up. */
    public static final Averages DEFAULT = new Averages(0.9999, List.of(), false);

    private static final double FORMED = 0.1; // of the first weights left
    private static final double NOTHING = 1e-9;

    /** The name of the average that samplers use. */
    public static final String MAIN = "ema";

    public Averages {
        requireGiven("others", others);
        require(decay >= 0 && decay < 1, "decay must lie in [0, 1), got %s", decay);
        others = List.copyOf(others);
        require(
                others.stream().allMatch(d -> d >= 0 && d < 1),
                "others must lie in [0, 1), got %s",
                others);
        require(
                !others.contains(decay) && others.stream().distinct().count() == others.size(),
                "others must differ from decay %s and from each other, got %s",
                decay,
                others);
    }

    /** One average without warm-up. */
    public static Averages of(double decay) {
        return new Averages(decay, List.of(), false);
    }

    /** All decays, that of the samplers first. */
    public List<Double> decays() {
        return Stream.concat(Stream.of(decay), others.stream()).toList();
    }

    /** The names under which they are kept: {@code ema}, then such as {@code ema-0.9999}. */
    public List<String> names() {
        return Stream.concat(
                        Stream.of(MAIN),
                        others.stream()
                                .map(d -> MAIN + "-" + BigDecimal.valueOf(d).toPlainString()))
                .toList();
    }

    /** The decay of an update after {@code updates} earlier ones. */
    public double at(double decay, long updates) {
        return warmup ? Math.min(decay, (1.0 + updates) / (10.0 + updates)) : decay;
    }

    /**
     * How much of the average that samplers use is still the weights it began with: the product of
     * all decays so far.
     *
     * @param updates how many there have been
     */
    public double initialShare(long updates) {
        double share = 1;
        for (long n = 0; n < updates && share > NOTHING; n++) {
            share *= at(decay, n);
        }
        return share;
    }

    /**
     * Whether that average can be sampled from. Before, its weights are those of no network that
     * was ever trained: with the published decay and no warm-up, for 23,000 updates.
     */
    public boolean isFormed(long updates) {
        return initialShare(updates) <= FORMED;
    }

    /** Copies of the parameters to start from, in the order of {@link #names}. */
    public List<Average> start(Parameters parameters) {
        List<Average> all = new ArrayList<>();
        names().forEach(name -> all.add(new Average(name, parameters.detachedCopy())));
        return List.copyOf(all);
    }

    /**
     * Moves all averages towards the parameters, in place.
     *
     * @param averages as {@link #start} made them
     * @param updates how many updates they have seen
     * @throws IllegalArgumentException for other averages than these settings name
     */
    public void update(List<Average> averages, Parameters parameters, long updates) {
        List<String> given = averages.stream().map(Average::name).toList();
        require(given.equals(names()), "averages must be %s, got %s", names(), given);
        for (int i = 0; i < averages.size(); i++) {
            double now = at(decays().get(i), updates);
            new Ema(now).update(averages.get(i).parameters(), parameters);
        }
    }
}
