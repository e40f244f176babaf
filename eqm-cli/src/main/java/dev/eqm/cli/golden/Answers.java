package dev.eqm.cli.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.store.TensorData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/**
 * Takes what a group computed and holds it against the case, in double precision. A group may offer
 * more than a case asks for: arrays that are not expected are passed over, expected ones that
 * nobody offers are gaps.
 */
final class Answers {
    private final GoldenCase golden;
    private final Map<String, ArrayResult> results = new LinkedHashMap<>();
    private final Map<String, String> reasons = new LinkedHashMap<>();

    Answers(GoldenCase golden) {
        this.golden = golden;
    }

    /** Offers an array in the sign of the case. */
    void put(String name, NDArray got) {
        if (expects(name)) {
            put(name, values(got), got.getShape().getShape());
        }
    }

    /** Offers an array whose sign is the paper's where the case has the published one. */
    void putTurned(String name, NDArray got) {
        if (expects(name)) {
            put(name, turned(values(got)), got.getShape().getShape());
        }
    }

    /** Offers a tensor in Java memory, in the sign of the case. */
    void put(String name, TensorData got) {
        put(name, values(got), got.shape());
    }

    /**
     * Offers the states of a walk, one after the other.
     *
     * @param states S of them, flat
     * @param like an array of the shape of one: the case has [S, its shape]
     */
    void putStates(String name, List<double[]> states, NDArray like) {
        double[] all = states.stream().flatMapToDouble(Arrays::stream).toArray();
        LongStream one = Arrays.stream(like.getShape().getShape());
        put(name, all, LongStream.concat(LongStream.of(states.size()), one).toArray());
    }

    /** Offers numbers; without a shape, as one row. */
    void put(String name, double[] got, long... shape) {
        put(name, got, shape.length == 0 ? new long[] {got.length} : shape, 0, 0);
    }

    /**
     * Offers numbers of which those in [from, to) are not to be compared. A single number fits any
     * shape of one element.
     */
    void put(String name, double[] got, long[] shape, int from, int to) {
        if (!expects(name)) {
            return;
        }
        ArraySpec spec = golden.specs().get(name);
        TensorData data = golden.tensor(name);
        GoldenException.require(
                Arrays.equals(shape, data.shape()) || (got.length == 1 && data.elementCount() == 1),
                golden.id(),
                "array %s has shape %s, but eqm computes %s",
                name,
                Arrays.toString(data.shape()),
                Arrays.toString(shape));
        double[] want = values(data);
        double[] compared = got.clone();
        System.arraycopy(want, from, compared, from, to - from);
        add(ArrayResult.compare(name, compared, want, spec.atol(), spec.rtol()));
    }

    /** Offers a number of each thing in a list, such as the sum of each tensor. */
    void putEach(String name, List<String> things, ToDoubleFunction<String> number) {
        if (expects(name)) {
            put(name, things.stream().mapToDouble(number).toArray());
        }
    }

    /** Offers something that is not one of the case's arrays, and must be the same thing. */
    void putExact(String name, Object got, Object want) {
        add(ArrayResult.exact(name, got, want));
    }

    /** Takes a comparison that the group made itself. */
    void add(ArrayResult result) {
        results.put(result.name(), result);
    }

    /** Says why something is not compared. */
    void gap(String name, String reason) {
        reasons.put(name, reason);
    }

    /** Whether the case asks for an array of that name. */
    boolean expects(String name) {
        ArraySpec spec = golden.specs().get(name);
        return spec != null && spec.expected();
    }

    /** Everything compared so far. */
    List<ArrayResult> results() {
        return List.copyOf(results.values());
    }

    /**
     * Everything expected that was not offered, and every array of the file that cases.json does
     * not mention.
     *
     * @param reason for those of which the group said nothing
     */
    List<Gap> gaps(String reason) {
        List<Gap> gaps = new ArrayList<>();
        reasons.forEach((name, why) -> gaps.add(new Gap(name, why)));
        golden.expected().stream()
                .filter(name -> !results.containsKey(name) && !reasons.containsKey(name))
                .forEach(name -> gaps.add(new Gap(name, reason)));
        golden.data().keySet().stream()
                .filter(name -> !golden.specs().containsKey(name))
                .forEach(name -> gaps.add(new Gap(name, "cases.json does not mention it")));
        return gaps;
    }

    /** The numbers of an array of any type. */
    static double[] values(NDArray array) {
        try (Scope scope = Scope.open()) {
            return array.toType(DataType.FLOAT64, true).toDoubleArray();
        }
    }

    /** The numbers of a tensor of any type. */
    static double[] values(TensorData tensor) {
        return tensor.dtype().isFloat()
                ? tensor.doubles()
                : Arrays.stream(tensor.longs()).asDoubleStream().toArray();
    }

    /**
     * Σ v or Σ v², one after the other: checksums of tensors that a case does not hold.
     *
     * @param power 1 or 2
     */
    static double sum(double[] values, int power) {
        double sum = 0;
        for (double v : values) {
            sum += power == 2 ? v * v : v;
        }
        return sum;
    }

    /** The other sign: the published networks answer x − ε, the paper's gradient is ε − x. */
    static double[] turned(double[] values) {
        return Arrays.stream(values).map(v -> -v).toArray();
    }
}
