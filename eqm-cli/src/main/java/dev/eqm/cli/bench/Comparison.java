package dev.eqm.cli.bench;

import dev.eqm.core.store.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * Variants of one piece of work, measured side by side.
 *
 * @param what the benchmark, {@code block}
 * @param title what exactly was done, {@code forward, 49 tokens of width 128}
 * @param precision {@code float32} or {@code bfloat16}; without effect on checkpoint and loader
 * @param batch images at a time
 * @param rounds how often each variant ran
 * @param variants the first is the baseline
 * @param parts where the time of the last variant goes: name -> seconds; empty if not known
 * @param amount how much one run does, in {@code unit}s times a second
 * @param unit such as {@code images/s}
 * @param peakResident highest resident memory while it ran, bytes; -1 where the system does not say
 */
public record Comparison(
        String what,
        String title,
        String precision,
        int batch,
        int rounds,
        List<Variant> variants,
        Map<String, Quartiles> parts,
        double amount,
        String unit,
        long peakResident) {
    /**
     * One of them.
     *
     * @param seconds a run
     * @param ratio to the baseline in the same round
     * @param bytes memory by what it is; empty where that was not asked
     */
    public record Variant(
            String name, Quartiles seconds, Quartiles ratio, Map<String, Long> bytes) {}

    /** The same with the highest resident memory while it ran. */
    Comparison withPeak(long bytes) {
        return new Comparison(
                what, title, precision, batch, rounds, variants, parts, amount, unit, bytes);
    }

    /** The same with the parts of its last variant. */
    Comparison withParts(Map<String, Quartiles> split) {
        return new Comparison(
                what, title, precision, batch, rounds, variants, split, amount, unit, peakResident);
    }

    /** Amount a second of a variant. */
    double speed(Variant variant) {
        return amount / variant.seconds().median();
    }

    /** A part's share of all parts, by medians. */
    double share(Quartiles part) {
        return part.median() / parts.values().stream().mapToDouble(Quartiles::median).sum();
    }

    /** Seconds as quartiles, with the speed of each variant under the name of the unit. */
    JsonObject json() {
        JsonObject split =
                JsonObject.each(
                        parts, p -> JsonObject.of("seconds", p.json()).with("share", share(p)));
        return JsonObject.of("benchmark", what)
                .with("title", title)
                .with("precision", precision)
                .with("batch", batch)
                .with("rounds", rounds)
                .with("baseline", variants.get(0).name())
                .with("variants", variants.stream().map(this::json).toList())
                .withIf(!parts.isEmpty(), "parts", split)
                .withIf(peakResident >= 0, "peakResidentBytes", peakResident);
    }

    private JsonObject json(Variant variant) {
        return JsonObject.of("name", variant.name())
                .with("seconds", variant.seconds().json())
                .with("ratio", variant.ratio().json())
                .with(unit, speed(variant))
                .withIf(!variant.bytes().isEmpty(), "bytes", variant.bytes());
    }
}
