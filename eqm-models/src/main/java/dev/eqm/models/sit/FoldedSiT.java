package dev.eqm.models.sit;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.loss.Prediction;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.FixedField;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.nn.WeightSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A network for sampling: what labels decide is folded into modulations once they are known, and
 * the adaLN weights, a third of XL/2, are in memory one layer at a time while that is done. All
 * other weights are those of the source, without a copy.
 *
 * <p>Modulations of labels that have been seen are kept, so that samples may leave a batch, and
 * lanes cut it, without another look at the file. For networks without a time input: with one the
 * modulations would change every step.
 *
 * <p>On a CPU the products' weights are copied once into the layout in which they are multiplied
 * fastest ({@link PackedBlocks}), unless {@link SamplingKernel} says otherwise.
 *
 * <p>Owns the parameters in memory, the table of modulations and the source. Fields that it has
 * handed out have rows of their own, so the table may change under them.
 */
final class FoldedSiT implements FieldModel {
    /** Labels whose modulations are kept; 0.8 MB each at XL/2. */
    static final int KEPT = 256;

    private final SiT network;
    private final WeightSource source;
    private final SamplingKernel kernel;
    private final List<PackedBlocks> packed; // one, or none for the kernel of training
    private Arena arena;
    private List<Long> known = List.of();
    private NDList table = new NDList(); // as a Conditioning, a row for each known label

    FoldedSiT(SiTConfig config, Precision precision, Device device, WeightSource source) {
        this.source = source;
        Parameters inMemory =
                Parameters.frozen(
                        device,
                        config.specs().stream().filter(s -> !StoredModulations.isOne(s)).toList(),
                        source::shared);
        this.network = SiT.folded(config, precision, inMemory, source);
        this.kernel = SamplingKernel.of(precision, device);
        this.packed = kernel.isPacked() ? List.of(network.packed(precision)) : List.of();
        this.arena = Arena.open(device, "modulations");
    }

    @Override
    public synchronized Conditioned condition(long[] labels, double[] times) {
        FieldModel.requireTimes(labels, times);
        FieldModel.requireLabels(labels, classes());
        List<Long> distinct = Arrays.stream(labels).boxed().distinct().sorted().toList();
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            learn(distinct);
            int[] rows = Arrays.stream(labels).mapToInt(known::indexOf).toArray();
            return FixedField.ofRows(arena.device(), table, rows, this::gradient);
        }
    }

    /** By the packed blocks where there are some, unless somebody wants to differentiate it. */
    private NDArray gradient(NDArray x, NDList modulations) {
        return packed.isEmpty() || GradMode.isOn()
                ? network.gradient(x, modulations)
                : network.gradient(x, modulations, packed.get(0));
    }

    /**
     * Makes the table hold these labels.
     *
     * <p>Grows the table, or begins it anew where it would exceed {@link #KEPT} labels. The old
     * table is freed when the new one is whole.
     */
    private void learn(List<Long> labels) {
        List<Long> missing = labels.stream().filter(l -> !known.contains(l)).toList();
        if (missing.isEmpty()) {
            return;
        }
        boolean anew = known.size() + missing.size() > KEPT;
        List<Long> wanted = anew ? labels : missing;
        Arena next = Arena.open(arena.device(), "modulations");
        try {
            table = grown(next, wanted, anew);
        } catch (RuntimeException e) {
            next.close();
            throw e;
        }
        List<Long> now = new ArrayList<>(anew ? List.of() : known);
        now.addAll(wanted);
        arena.close();
        arena = next;
        known = List.copyOf(now);
    }

    private NDList grown(Arena next, List<Long> wanted, boolean anew) {
        long[] numbers = wanted.stream().mapToLong(l -> l).toArray();
        NDList fresh =
                network.conditioning(next.of(numbers, numbers.length), next.zeros(1)).modulations();
        NDList all = new NDList();
        for (int i = 0; i < fresh.size(); i++) {
            boolean first = anew || table.isEmpty();
            NDArray rows =
                    first ? fresh.get(i) : NDArrays.concat(new NDList(table.get(i), fresh.get(i)));
            all.add(next.hold(rows));
        }
        return all;
    }

    /** The same numbers as the whole network's; the adaLN layers get no gradient. */
    @Override
    public Prediction answer(NDArray x, NDArray gamma, NDArray labels) {
        return network.answer(x, gamma, labels);
    }

    @Override
    public String samplingKernel() {
        return kernel.name();
    }

    /** Those in memory: all but the adaLN layers'. */
    @Override
    public Parameters parameters() {
        return network.parameters();
    }

    @Override
    public SiTConfig architecture() {
        return network.architecture();
    }

    @Override
    public synchronized void close() {
        packed.forEach(PackedBlocks::close);
        arena.close();
        network.close();
        source.close();
    }
}
