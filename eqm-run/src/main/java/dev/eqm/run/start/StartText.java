package dev.eqm.run.start;

import dev.eqm.run.config.ScalarText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Numbers and names in sentences, the same in every locale, each on one line. */
final class StartText {
    private StartText() {}

    static String count(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** {@code 3 pictures}, {@code 1 picture}. */
    static String number(long n, String one, String many) {
        return count("%,d %s", n, n == 1 ? one : many);
    }

    /** A name of a file or class, quoted if it is not plain, so that it stays on its line. */
    static String name(String name) {
        return ScalarText.of(name);
    }

    /** {@code 3 classes: cat (120), dog (118), "wild boar" (7)}. */
    static String classes(int[] counts, List<String> names, int most) {
        if (names.size() == 1) {
            return "no classes: samples are of any kind";
        }
        List<String> told = new ArrayList<>();
        for (int i = 0; i < Math.min(most, names.size()); i++) {
            told.add(count("%s (%,d)", name(names.get(i)), counts[i]));
        }
        return names.size()
                + " classes: "
                + String.join(", ", told)
                + (names.size() > most ? ", ..." : "");
    }
}
