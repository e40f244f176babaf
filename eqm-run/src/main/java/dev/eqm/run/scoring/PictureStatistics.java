package dev.eqm.run.scoring;

import static dev.eqm.core.check.Check.require;

import ai.djl.Device;
import dev.eqm.core.data.ImageSource;
import dev.eqm.run.RunListener;
import dev.eqm.sample.evaluation.feature.FeatureCollector;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.feature.Features;
import dev.eqm.sample.evaluation.statistics.Gaussian;
import dev.eqm.sample.evaluation.statistics.Provenance;
import dev.eqm.sample.evaluation.statistics.Reference;
import java.util.EnumSet;
import java.util.Set;

/**
 * Mean and covariance of the features of pictures, and where they come from: what samples are
 * compared with. {@link dev.eqm.sample.evaluation.statistics.ReferenceFile} keeps them.
 *
 * @param pictures the first {@code count} of them
 * @param split which part of the data this is, for the record: train, test, ...
 * @param keepFeatures true: all features too, which kernel distances, precision, recall, density
 *     and coverage need
 */
public record PictureStatistics(
        PictureSet pictures, String split, int count, boolean keepFeatures) {
    public PictureStatistics {
        int most = pictures.source().size();
        require(count >= 1 && count <= most, "count must lie in [1, %s], got %s", most, count);
    }

    /**
     * Computes them.
     *
     * @param device as {@link PictureFeatures#computeOn}
     * @throws dev.eqm.core.check.BrokenRuleException for too few pictures, or such as the net
     *     cannot look at
     */
    public Reference of(PictureFeatures features, String device) {
        return of(features, device, RunListener.SILENT);
    }

    /** The same, heard by a listener. */
    public Reference of(PictureFeatures features, String device, RunListener listener) {
        Device where = PictureFeatures.computeOn(device);
        try (Features net = features.open(pictures.source().shape(), where)) {
            Gaussian.requireEnough(count, net.spec().dimensions().get(FeatureKind.POOLED));
            return of(net, features.batch(), where, listener);
        }
    }

    /** The same with a net that is open, and stays so. */
    Reference of(Features net, int batch, Device where, RunListener listener) {
        ImageSource source = pictures.source();
        Set<FeatureKind> moments = EnumSet.copyOf(net.spec().dimensions().keySet());
        moments.remove(FeatureKind.LOGITS);
        Set<FeatureKind> tables = keepFeatures ? Set.of(FeatureKind.POOLED) : Set.of();
        FeatureCollector.Wanted wanted = new FeatureCollector.Wanted(moments, tables, 1);
        try (FeatureCollector collector = new FeatureCollector(net, wanted, where)) {
            collector.addAll(
                    source,
                    count,
                    batch,
                    seen ->
                            listener.progressed(
                                    seen / (double) count,
                                    "features of %s of %s images".formatted(seen, count)));
            listener.progressed(Double.NaN, "mean and covariance of the features");
            String shape = collector.shape().toString();
            String made = pictures.preparation();
            Provenance from =
                    new Provenance(
                            source.describe(), split, count, shape, made, "", net.spec(), true);
            return Reference.of(collector, from.hashed(collector.hash()));
        }
    }
}
