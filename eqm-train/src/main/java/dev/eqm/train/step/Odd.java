package dev.eqm.train.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Which of several numbers that should be equal are not. */
final class Odd {
    private Odd() {}

    /**
     * The places whose number is not that of the majority, or of the first place where there is
     * none.
     *
     * @return ascending; empty if all are equal
     */
    static List<Integer> of(long[] numbers) {
        Map<Long, Integer> counts = new HashMap<>();
        Arrays.stream(numbers).forEach(n -> counts.merge(n, 1, Integer::sum));
        long usual = numbers[0];
        for (long n : numbers) {
            if (counts.get(n) > counts.get(usual)) {
                usual = n;
            }
        }
        List<Integer> odd = new ArrayList<>();
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] != usual) {
                odd.add(i);
            }
        }
        return odd;
    }

    /** {@code 1, 3}. */
    static String text(List<Integer> places) {
        return places.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
