package dev.eqm.run.sampling;

import static dev.eqm.core.check.Check.require;

import dev.eqm.models.nn.FieldModel;
import dev.eqm.run.RunListener;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.sample.generate.Classes;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.guidance.AcrossModels;
import dev.eqm.sample.guidance.Composition;
import dev.eqm.sample.guidance.Compositions;
import dev.eqm.sample.guidance.Conditioner;
import dev.eqm.sample.sheet.SheetLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Samples from weighted sums of conditional fields, Figure 11 of the paper: a row of the sheet for
 * each composition; the noise of column i is the same in all rows.
 *
 * @param asked how each composition was asked for; empty if nobody says
 * @param count samples of each composition
 * @param added at most one other model, whose field under the same composition is added
 */
public record ComposeRequest(
        SamplingSetup setup,
        Sheet sheet,
        List<Composition> compositions,
        List<AskedSum> asked,
        int count,
        List<AddedModel> added) {
    /** Of compositions that were not made of labels with weights. */
    public ComposeRequest(
            SamplingSetup setup,
            Sheet sheet,
            List<Composition> compositions,
            int count,
            List<AddedModel> added) {
        this(setup, sheet, compositions, List.of(), count, added);
    }

    /** Of sums as people ask for them; the file beside the sheet says both. */
    public static ComposeRequest of(
            SamplingSetup setup,
            Sheet sheet,
            List<AskedSum> asked,
            int count,
            List<AddedModel> added) {
        List<Composition> sums = asked.stream().map(AskedSum::composition).toList();
        return new ComposeRequest(setup, sheet, sums, asked, count, added);
    }

    public ComposeRequest {
        asked = List.copyOf(asked);
        compositions = List.copyOf(compositions);
        added = List.copyOf(added);
        require(
                !compositions.isEmpty(),
                "at least one composition is needed, got %s",
                compositions);
        require(
                asked.isEmpty() || asked.size() == compositions.size(),
                "asked must say of each of %s compositions how it was asked for, got %s",
                compositions.size(),
                asked.size());
        require(count >= 1, "count must be at least 1, got %s", count);
        require(added.size() <= 1, "at most one model can be added, got %s", added.size());
    }

    /** Samples, then writes the sheet; all compositions are checked before the first is sampled. */
    public ComposeReport run(RunListener listener) {
        try (OpenRun open = sheet.open(setup, listener)) {
            if (added.isEmpty()) {
                return make(open, one -> one);
            }
            FoundModel found = added.get(0).model().find(listener);
            try (FieldModel other = found.open(open.model().precision(), open.model().device())) {
                double weight = added.get(0).weight();
                return make(open, one -> new AcrossModels(one, other, one, weight));
            }
        }
    }

    private ComposeReport make(OpenRun open, UnaryOperator<Conditioner> whole) {
        int state = open.shape().elementCount();
        float[] states = new float[Sheet.room((long) compositions.size() * count, state)];
        int size = count * state;
        List<Generation> rows = new ArrayList<>();
        int batch = setup.sampling().batchSize();
        // compositions do not look at labels
        NumberedRequests samples = new NumberedRequests(List.of(0L), count, setup.seed(), batch);
        for (Composition one : compositions) {
            Conditioner seen = whole.apply(new Compositions(List.of(one), count));
            Generation row = open.generation(samples).seeing(seen);
            row.requireFits(open.network());
            rows.add(row);
        }
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(open.states(rows.get(i)), 0, states, i * size, size);
        }
        ComposeReport report =
                new ComposeReport(sheet.picture(), setup, added, compositions, asked);
        Classes classes = setup.model().classes();
        List<String> beside = compositions.stream().map(one -> words(one, classes)).toList();
        sheet.write(
                open,
                states,
                new Sheet.Content(
                        count,
                        SheetLabels.of(List.of(), beside),
                        PictureTexts.of("compose", setup, "Labels", String.join("; ", beside)),
                        report.toJson()));
        return report;
    }

    /**
     * A sum as people write it: {@code Trouser − 0.5 Bag}. Its overall scale, and what the null
     * label makes up for, are in the file's texts and in the JSON.
     */
    static String words(Composition sum, Classes classes) {
        List<Composition.Term> named =
                sum.terms().stream().filter(t -> t.label() != Composition.NULL_LABEL).toList();
        if (named.isEmpty()) {
            return classes.name(Composition.NULL_LABEL);
        }
        double unit = Math.abs(named.get(0).weight());
        StringBuilder text = new StringBuilder();
        for (Composition.Term term : named) {
            double weight = term.weight() / unit;
            String sign = weight < 0 ? "\u2212" : text.isEmpty() ? "" : "+";
            text.append(text.isEmpty() ? "" : " ").append(sign).append(sign.isEmpty() ? "" : " ");
            String factor = String.format(Locale.ROOT, "%.3g", Math.abs(weight));
            factor = factor.contains(".") ? factor.replaceFirst("\\.?0+$", "") : factor;
            text.append(factor.equals("1") ? "" : factor + " ").append(classes.name(term.label()));
        }
        return text.toString();
    }
}
