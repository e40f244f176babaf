package dev.eqm.sample.evaluation.score;

import ai.djl.Device;
import dev.eqm.core.store.TensorData;
import dev.eqm.sample.evaluation.feature.FeatureCollector;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.feature.FeatureSpec;
import dev.eqm.sample.evaluation.feature.FeatureTable;
import dev.eqm.sample.evaluation.statistics.Estimate;
import dev.eqm.sample.evaluation.statistics.Reference;
import java.util.EnumMap;
import java.util.Map;

/**
 * Samples beside a reference, as metrics see them. Features of the reference go to the device when
 * they are first asked for, once for all metrics; closing frees them.
 */
public final class Comparison implements AutoCloseable {
    private final FeatureCollector samples;
    private final Reference reference;
    private final Device device;
    private final long seed;
    private final Map<FeatureKind, FeatureTable> tables = new EnumMap<>(FeatureKind.class);

    /**
     * Compares.
     *
     * @param samples what was collected; stays the caller's
     * @param seed of draws and orders
     */
    public Comparison(FeatureCollector samples, Reference reference, Device device, long seed) {
        this.samples = samples;
        this.reference = reference;
        this.device = device;
        this.seed = seed;
    }

    /** The net, which names scores. */
    public FeatureSpec net() {
        return samples.spec();
    }

    /** Of draws and orders. */
    public long seed() {
        return seed;
    }

    /** The Fréchet distance of a kind of features, with its interval: {@code MOMENTS}. */
    public Estimate distance(FeatureKind kind) {
        return samples.moments(kind).distanceTo(reference.gaussians().get(kind));
    }

    /** All features of the samples, [N, D]: {@code TABLES} and {@code SAMPLES}. */
    public FeatureTable samples(FeatureKind kind) {
        return samples.table(kind);
    }

    /** All features of the reference, [M, D]; stay this object's: {@code TABLES}. */
    public FeatureTable reference(FeatureKind kind) {
        return tables.computeIfAbsent(kind, k -> table(reference.tables().get(k)));
    }

    private FeatureTable table(TensorData data) {
        return FeatureTable.of(data.floats(), (int) data.shape()[0], device);
    }

    /** What the samples were labelled, [N]. */
    public long[] labels() {
        return samples.labels();
    }

    @Override
    public void close() {
        tables.values().forEach(FeatureTable::close);
    }
}
