package dev.eqm.cli.console;

import java.util.ArrayList;
import java.util.List;

/**
 * Text in lines of limited width. Lines end at blanks alone: names with hyphens, paths and numbers
 * are never broken, and one that is wider than the line has a line of its own.
 */
public final class Wrapping {
    private Wrapping() {}

    /** The lines of a paragraph; runs of white space count as one blank. */
    public static List<String> lines(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+")) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /**
     * A name and what it is, in two columns: the second begins on the next line if the name is too
     * long for the first.
     *
     * @param styled the name as it is printed; colours take no room
     * @param column where the second column begins
     */
    public static String entry(String name, String styled, String text, int column, int width) {
        StringBuilder out = new StringBuilder("  ").append(styled);
        int used = 2 + name.length();
        for (String line : lines(text, width - column)) {
            if (used + 2 > column) {
                out.append(System.lineSeparator());
                used = 0;
            }
            out.append(" ".repeat(column - used)).append(line);
            used = width; // the next line is a new one
        }
        return out.append(System.lineSeparator()).toString();
    }
}
