package dev.eqm.run.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Random valid configurations, with the values that are hard to write down. */
final class ToyMaker {
    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "plain",
                    "two words",
                    "trailing ",
                    " leading",
                    "yes",
                    "No",
                    "null",
                    "~",
                    "true",
                    "12",
                    "-1",
                    "1e5",
                    ".5",
                    ".inf",
                    "0x1F",
                    "1_000",
                    "2026-11-23",
                    "a: b",
                    "a #b",
                    "#b",
                    "- a",
                    "? a",
                    "[a",
                    "{a}",
                    "a,b",
                    "*a",
                    "&a",
                    "!a",
                    "%a",
                    "@a",
                    "`a",
                    "|",
                    ">",
                    "---",
                    "...",
                    "=",
                    "<<",
                    "it's",
                    "\"quoted\"",
                    "C:\\temp\\new",
                    "line\nbreak\r\n\ttab",
                    "\u0000\u0007\u001b\u007f\u0085\u00a0",
                    "\u2028\u2029\ufeff\ufffe\uffff",
                    "ü 漢字 \uD83D\uDE00",
                    "\uD800 alone",
                    "x".repeat(300),
                    "word ".repeat(60) + "end");

    private final Random random;

    ToyMaker(long seed) {
        this.random = new Random(seed);
    }

    Toy next() {
        int batch = 1 + random.nextInt(1000);
        return new Toy(
                new Toy.Train(
                        batch + random.nextInt(Integer.MAX_VALUE - 1001),
                        random.nextLong(),
                        batch,
                        Math.max(Double.MIN_VALUE, Math.abs(number())),
                        random.nextBoolean(),
                        List.of(Toy.Precision.values()).get(random.nextInt(3))),
                new Toy.Loss(curve(), Math.min(100, number())),
                new Toy.Data(
                        path(),
                        text(),
                        list(() -> random.nextInt() >> random.nextInt(32)),
                        list(() -> list(this::number))),
                list(() -> new Toy.Phase(text(), random.nextInt(1000))),
                list(this::curve));
    }

    private Toy.Curve curve() {
        return switch (random.nextInt(5)) {
            case 0 -> new Toy.Constant(number());
            case 1 -> new Toy.Linear(number());
            case 2 -> new Toy.Truncated(random.nextDouble(), 1e-300 + Math.abs(number()));
            case 3 -> new Toy.Piecewise(-random.nextDouble(), random.nextDouble(), number());
            default -> new Toy.Zero();
        };
    }

    /** Any finite double: special values, short decimals and arbitrary bits. */
    double number() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(2001) - 1000;
            case 1 -> (random.nextInt(2001) - 1000) * Math.pow(10, random.nextInt(30) - 15);
            case 2 ->
                    List.of(
                                    0.0,
                                    -0.0,
                                    1.0,
                                    Double.MIN_VALUE,
                                    Double.MAX_VALUE,
                                    -Double.MAX_VALUE,
                                    1e-4,
                                    9.999e-5,
                                    1e9,
                                    999999999.5)
                            .get(random.nextInt(10));
            default -> {
                double d = Double.longBitsToDouble(random.nextLong());
                yield Double.isFinite(d) ? d : 0.1;
            }
        };
    }

    private String text() {
        if (random.nextInt(3) > 0) {
            return TEXTS.get(random.nextInt(TEXTS.size()));
        }
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(
                    (char) (random.nextInt(8) == 0 ? random.nextInt(65536) : random.nextInt(128)));
        }
        return text.toString();
    }

    /** ASCII: what else a path may hold depends on the locale. */
    private Path path() {
        return Path.of(text().replaceAll("[^\\x01-\\x7e]", "_"));
    }

    private <T> List<T> list(Supplier<T> item) {
        List<T> items = new ArrayList<>();
        for (int i = random.nextInt(4) * random.nextInt(8); i > 0; i--) {
            items.add(item.get());
        }
        return List.copyOf(items);
    }
}
