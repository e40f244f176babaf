package dev.eqm.sample.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * Signs with what they mean, row by row, as many in a row as fit. It stands below what it tells.
 */
public record Legend(List<Entry> entries) {
    private static final double ROW = 21;
    private static final double SIGN = 26; // wide
    private static final double BEHIND_SIGN = 6;
    private static final double BEHIND_TEXT = 20;
    private static final double TEXT = 12;

    /** How a sign is drawn. */
    @FunctionalInterface
    public interface Sign {
        /** Around a point; 26 pixels are free for it. */
        void draw(Canvas canvas, double x, double y);
    }

    /**
     * A sign, explained.
     *
     * @param wide of the sign; 0 for words alone
     */
    public record Entry(String text, Sign sign, double wide) {
        /** A sign and its meaning. */
        public static Entry of(String text, Sign sign) {
            return new Entry(text, sign, SIGN);
        }

        /** Words that stand before other entries. */
        public static Entry words(String text) {
            return new Entry(text, (canvas, x, y) -> {}, 0);
        }

        private double before() {
            return wide == 0 ? 0 : wide + BEHIND_SIGN;
        }

        /** Not wider than a row. */
        private Entry within(double room) {
            return new Entry(Lettering.shortened(text, TEXT, room - before()), sign, wide);
        }
    }

    /** An entry and the place it takes. */
    private record Placed(Entry entry, Box box) {}

    public Legend {
        entries = List.copyOf(entries);
    }

    /** How high it is in a width. */
    public double height(double width) {
        return placed(0, 0, width).stream().mapToDouble(p -> p.box().bottom()).max().orElse(0);
    }

    /** The places of its entries, for one who must not cover them. */
    public List<Box> boxes(double left, double top, double width) {
        return placed(left, top, width).stream().map(Placed::box).toList();
    }

    /** Draws it into a width. */
    public void draw(Canvas canvas, double left, double top, double width) {
        for (Placed placed : placed(left, top, width)) {
            Entry entry = placed.entry();
            Box box = placed.box();
            double middle = box.top() + box.height() / 2;
            entry.sign().draw(canvas, box.left() + entry.wide() / 2, middle);
            canvas.text(
                    box.left() + entry.before(),
                    middle + 4,
                    entry.text(),
                    TEXT,
                    Canvas.Anchor.START,
                    false,
                    Ink.BLACK);
        }
    }

    private List<Placed> placed(double left, double top, double width) {
        List<Placed> all = new ArrayList<>();
        double x = left;
        double y = top;
        for (Entry one : entries) {
            Entry entry = one.within(width);
            double wide = entry.before() + Lettering.width(entry.text(), TEXT);
            if (x > left && x + wide > left + width) {
                x = left;
                y += ROW;
            }
            all.add(new Placed(entry, new Box(x, y, wide, ROW)));
            x += wide + BEHIND_TEXT;
        }
        return all;
    }
}
