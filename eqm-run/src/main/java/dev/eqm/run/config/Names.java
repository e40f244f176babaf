package dev.eqm.run.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the user may have meant: names that are nearly the given one. Messages about unknown keys,
 * kinds, words and files end with it.
 */
public final class Names {
    private Names() {}

    /** Ends a message: {@code ; did you mean 'x'?}, or nothing if no known name is near. */
    public static String suggestion(String name, Collection<String> known) {
        return nearest(name, known).map(n -> "; did you mean '" + n + "'?").orElse("");
    }

    /**
     * The nearest known name, if one is near: about one slip in three letters, case and separators
     * ignored ({@code batch-size} is {@code batchSize}); failing that, one that contains it.
     */
    public static Optional<String> nearest(String name, Collection<String> known) {
        String wanted = letters(name);
        Comparator<String> byDistance =
                Comparator.<String>comparingInt(c -> distance(wanted, letters(c)))
                        .thenComparingInt(c -> distance(name, c));
        Optional<String> best =
                known.stream().filter(c -> isNear(wanted, letters(c))).min(byDistance);
        return best.isPresent() ? best : containing(wanted, known);
    }

    /**
     * The same for names of files and runs, which people shorten: also one that begins nearly so
     * ({@code fashon.yaml} is {@code fashion-mnist.yaml}). Of several the shortest.
     */
    public static Optional<String> nearestFile(String name, Collection<String> known) {
        Optional<String> near = nearest(name, known);
        if (near.isPresent()) {
            return near;
        }
        String wanted = letters(name.replaceFirst("\\.ya?ml$", ""));
        return known.stream()
                .filter(c -> beginsNearly(letters(c), wanted))
                .min(Comparator.comparingInt(String::length).thenComparing(c -> c));
    }

    /** One slip in four letters, of the first letters. */
    private static boolean beginsNearly(String name, String wanted) {
        int n = wanted.length();
        return IntStream.rangeClosed(n - 1, n + 1)
                .filter(k -> k > 0 && k <= name.length())
                .anyMatch(k -> distance(wanted, name.substring(0, k)) <= n / 4);
    }

    /** One slip in three letters; lengths are compared first, which is quick. */
    private static boolean isNear(String wanted, String other) {
        int limit = (Math.max(wanted.length(), other.length()) + 1) / 3;
        return Math.abs(wanted.length() - other.length()) <= limit
                && distance(wanted, other) <= limit;
    }

    /** At least three letters on either side: shorter ones are contained in too many names. */
    private static Optional<String> containing(String wanted, Collection<String> known) {
        return known.stream()
                .filter(c -> Math.min(wanted.length(), letters(c).length()) >= 3)
                .filter(c -> letters(c).contains(wanted) || wanted.contains(letters(c)))
                .findFirst();
    }

    /** What is left of a name when case and separators do not count. */
    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_ .]", "");
    }

    /**
     * Damerau-Levenshtein distance (optimal string alignment): insertions, deletions, substitutions
     * and swaps of neighbours.
     */
    public static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
        }
        return row[b.length()];
    }
}
