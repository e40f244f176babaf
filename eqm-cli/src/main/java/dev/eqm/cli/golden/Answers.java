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

/**
 * Takes what a group computed and holds it against the case. A group may offer more than a case
 * asks for: arrays that are not expected are passed over, expected ones that nobody offers are
 * gaps.
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

    /** Offers numbers. */
    void put(String name, double[] got, long... shape) {
        put(name, got, shape, 0, 0);
    }

    /** Offers numbers of which those in [from, to) are not to be compared. */
    void put(String name, double[] got, long[] shape, int from, int to) {
        if (!expects(name)) {
            return;
        }
        ArraySpec spec = golden.specs().get(name);
        TensorData data = golden.tensor(name);
        long[] wanted = data.shape();
        boolean scalars = got.length == 1 && data.elementCount() == 1;
        if (!scalars && !Arrays.equals(shape, wanted)) {
            throw new GoldenException(
                    golden.id(),
                    "array "
                            + name
                            + " has shape "
                            + Arrays.toString(wanted)
                            + ", eqm computes "
                            + Arrays.toString(shape));
        }
        double[] want = values(data);
        double[] compared = got.clone();
        System.arraycopy(want, from, compared, from, to - from);
        results.put(name, ArrayResult.compare(name, compared, want, spec.atol(), spec.rtol()));
    }

    /** Offers something that is not one of the case's arrays. */
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
        for (String name : golden.expected()) {
            if (!results.containsKey(name) && !reasons.containsKey(name)) {
                gaps.add(new Gap(name, reason));
            }
        }
        for (String name : golden.data().keySet()) {
            if (!golden.specs().containsKey(name)) {
                gaps.add(new Gap(name, "cases.json does not mention it"));
            }
        }
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

    static double[] turned(double[] values) {
        return Arrays.stream(values).map(v -> -v).toArray();
    }
}
