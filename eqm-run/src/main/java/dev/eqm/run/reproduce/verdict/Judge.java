package dev.eqm.run.reproduce.verdict;

import dev.eqm.run.reproduce.item.Comparison;
import dev.eqm.run.reproduce.item.Selector;
import dev.eqm.run.reproduce.measure.Reading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Answers the comparisons of an item from its table.
 *
 * @param table arm -> place -> readings by seed; an arm that is the same at every place has the
 *     empty place alone
 * @param seeds of every reading
 */
public record Judge(Map<String, Map<String, List<Reading>>> table, int seeds) {
    /** All answers, in the order of the comparisons and of the table's places. */
    public List<Answer> answers(List<Comparison> asked) {
        List<Answer> answers = new ArrayList<>();
        for (Comparison one : asked) {
            if (!one.isOfAllPlaces()) {
                answers.add(at(one));
                continue;
            }
            Set<String> places = shared(one);
            if (one.overall()) {
                answers.add(overall(one, places));
            } else if (places.isEmpty()) {
                answers.add(Answer.missing(one, "the two sides have no place in common"));
            } else {
                places.forEach(place -> answers.add(at(one.at(place))));
            }
        }
        return answers;
    }

    /** Places that both sides know. */
    private Set<String> shared(Comparison one) {
        Set<String> left = places(one.left());
        Set<String> right = places(one.right());
        boolean leftVaries = !left.equals(Set.of(""));
        boolean rightVaries = !right.equals(Set.of("")) && !one.right().isConstant();
        Set<String> both = new LinkedHashSet<>(leftVaries ? left : right);
        if (leftVaries && rightVaries) {
            both.retainAll(right);
        }
        return both;
    }

    private Set<String> places(Selector side) {
        return side.isConstant() ? Set.of("") : table.getOrDefault(side.arm(), Map.of()).keySet();
    }

    private Answer at(Comparison one) {
        List<Reading> left = readings(one.left());
        List<Reading> right = readings(one.right());
        if (left.isEmpty() || right.isEmpty()) {
            Selector none = left.isEmpty() ? one.left() : one.right();
            return Answer.missing(one, "the table has no " + none);
        }
        return answer(one, left, right);
    }

    /** A quantity that no reading has is not asked for; one of samples that diverged is none. */
    private static Answer answer(Comparison one, List<Reading> left, List<Reading> right) {
        for (Selector side : List.of(one.left(), one.right())) {
            List<Reading> own = side.equals(one.left()) ? left : right;
            boolean known =
                    own.stream()
                            .anyMatch(
                                    r ->
                                            r.hasDiverged()
                                                    || !Double.isNaN(r.quantity(side.quantity())));
            if (!known) {
                return Answer.missing(one, "there is no " + side.quantity() + " at this scale");
            }
        }
        return Answer.of(
                one, Paired.of(left, right, one.left().quantity(), one.right().quantity()));
    }

    /** The mean over places first, seed by seed and group by group. */
    private Answer overall(Comparison one, Set<String> places) {
        if (places.isEmpty()) {
            return Answer.missing(one, "the two sides have no place in common");
        }
        List<Reading> left = mean(one.left(), places);
        List<Reading> right = mean(one.right(), places);
        if (left.isEmpty() || right.isEmpty()) {
            return Answer.missing(one, "the table has not all of it");
        }
        return answer(one, left, right);
    }

    private List<Reading> mean(Selector side, Set<String> places) {
        List<List<Reading>> all =
                places.stream().map(place -> readings(side.at(place))).collect(Collectors.toList());
        if (all.stream().anyMatch(List::isEmpty)) {
            return List.of();
        }
        List<Reading> means = new ArrayList<>();
        for (int k = 0; k < seeds; k++) {
            int seed = k;
            means.add(Means.of(all.stream().map(r -> r.get(seed)).toList(), side.quantity()));
        }
        return means;
    }

    /** Readings of a side by seed; empty if the table has none. */
    private List<Reading> readings(Selector side) {
        if (side.isConstant()) {
            return Collections.nCopies(seeds, Reading.of(side.number()));
        }
        Map<String, List<Reading>> places = table.getOrDefault(side.arm(), Map.of());
        List<Reading> there = places.get(side.place());
        if (there == null && places.keySet().equals(Set.of(""))) {
            there = places.get(""); // the same at every place
        }
        return there == null ? List.of() : there;
    }
}
