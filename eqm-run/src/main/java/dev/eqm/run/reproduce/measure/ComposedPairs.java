package dev.eqm.run.reproduce.measure;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.models.classifier.Accuracy;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.run.sampling.OpenRun;
import dev.eqm.run.sampling.SampleProgress;
import dev.eqm.run.settings.FeatureChoice;
import dev.eqm.sample.evaluation.feature.FeatureCollector;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.feature.Features;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.guidance.Composition;
import dev.eqm.sample.guidance.Compositions;
import dev.eqm.sample.output.Decoded;
import dev.eqm.sample.output.DivergedException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Two conditions added, ∇E(x | ∅) + s·½ Σ (∇E(x | cᵢ) − ∇E(x | ∅)): the share of samples whose
 * class a net calls one of the two. Beside it the share of the rarer one, which is 0 if one
 * condition wins always and at most 0.5.
 *
 * @param features a net that knows classes, as {@link FeatureChoice}
 * @param pairs of labels, {@code 0+7}
 * @param scale s
 */
public record ComposedPairs(String features, List<String> pairs, double scale) implements Measure {
    /** The share of the class that is seen less often. */
    public static final String RARER = "share of the rarer";

    public ComposedPairs {
        new FeatureChoice(features); // which checks it
        require(!pairs.isEmpty(), "pairs must not be empty, got %s", pairs);
        pairs.forEach(
                p ->
                        require(
                                p.matches("[0-9]{1,4}\\+[0-9]{1,4}"),
                                "pairs must be two labels, such as 0+7, got %s",
                                p));
        require(scale > 0 && scale < 1000, "scale must lie in (0, 1000), got %s", scale);
        pairs = List.copyOf(pairs);
    }

    @Override
    public String title() {
        return "share of either class";
    }

    @Override
    public String places() {
        return "labels";
    }

    @Override
    public Readings of(Trial trial) {
        Map<String, Reading> all = new LinkedHashMap<>();
        try (OpenRun open = trial.open()) {
            Features net =
                    trial.looks().net(features, open.decoder().shape(), open.model().device());
            if (!net.spec().dimensions().containsKey(FeatureKind.LOGITS)) {
                throw new BrokenRuleException(
                        "features " + features + " do not know classes: choose a classifier");
            }
            for (String pair : pairs) {
                String[] labels = pair.split("\\+");
                long one = Long.parseLong(labels[0]);
                long two = Long.parseLong(labels[1]);
                all.put(pair, pair(trial, open, net, one, two));
            }
        }
        return new Readings(all);
    }

    private Reading pair(Trial trial, OpenRun open, Features net, long one, long two) {
        Composition sum = Composition.aroundNull(List.of(one, two), List.of(0.5, 0.5), scale);
        int count = trial.count();
        NumberedRequests samples =
                new NumberedRequests(
                        List.of(0L), count, trial.noise(), trial.sampling().batchSize());
        Generation generation =
                open.generation(samples).seeing(new Compositions(List.of(sum), count));
        FeatureCollector.Wanted logits =
                new FeatureCollector.Wanted(Set.of(), Set.of(FeatureKind.LOGITS), 1);
        try (FeatureCollector collector =
                new FeatureCollector(net, logits, open.model().device())) {
            generation.run(
                    open.network(),
                    List.of(
                            new Decoded(
                                    open.codec(),
                                    open.network().sampleShape(),
                                    List.of(collector))),
                    new SampleProgress(trial.listener(), generation, 0));
            float[] values = collector.table(FeatureKind.LOGITS).all().toFloatArray();
            int[] named = Accuracy.largest(values, values.length / count);
            double[] either = new double[count];
            Arrays.setAll(either, i -> named[i] == one || named[i] == two ? 1 : 0);
            double first = Arrays.stream(named).filter(k -> k == one).count();
            double second = Arrays.stream(named).filter(k -> k == two).count();
            return Groups.share(either).withShare(RARER, Math.min(first, second) / count, count);
        } catch (DivergedException e) {
            return Reading.diverged();
        }
    }

    @Override
    public double evaluations(Sampling sampling, ModelArchitecture network, int samples) {
        return 3.0 * pairs.size() * new FrechetMeasure().evaluations(sampling, network, samples);
    }
}
