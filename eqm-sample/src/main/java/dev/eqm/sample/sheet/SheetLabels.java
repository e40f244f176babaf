package dev.eqm.sample.sheet;

import java.util.List;

/**
 * What is written around the pictures of a sheet. Each list may be empty: then it takes no room.
 *
 * @param title above all
 * @param above each column
 * @param beside each row, at its left; a line break begins a second line
 * @param under each picture
 */
public record SheetLabels(
        String title, List<String> above, List<String> beside, List<String> under) {
    /** Pictures alone. */
    public static final SheetLabels NONE = new SheetLabels("", List.of(), List.of(), List.of());

    public SheetLabels {
        above = List.copyOf(above);
        beside = List.copyOf(beside);
        under = List.copyOf(under);
    }

    /** Headings of columns and of rows. */
    public static SheetLabels of(List<String> above, List<String> beside) {
        return new SheetLabels("", above, beside, List.of());
    }

    /** The same under a title. */
    public SheetLabels titled(String other) {
        return new SheetLabels(other, above, beside, under);
    }

    /** The same with something under each picture. */
    public SheetLabels withUnder(List<String> other) {
        return new SheetLabels(title, above, beside, other);
    }
}
