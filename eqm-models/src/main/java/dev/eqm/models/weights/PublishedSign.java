package dev.eqm.models.weights;

import dev.eqm.core.store.TensorData;
import dev.eqm.core.store.TensorSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Published networks answer x − ε, the negative of the paper's gradient. Negating the weight and
 * bias of the last layer turns one into the other, exactly; doing it twice changes nothing.
 */
public final class PublishedSign {
    /** The tensors that carry the sign. */
    public static final Set<String> TENSORS =
            Set.of("final_layer.linear.weight", "final_layer.linear.bias");

    private PublishedSign() {}

    /** The same weights with the other sign; tensors without a sign are shared, not copied. */
    public static Map<String, TensorData> turn(Map<String, TensorData> tensors) {
        Map<String, TensorData> turned = new LinkedHashMap<>(tensors);
        for (String name : TENSORS) {
            turned.computeIfPresent(name, (key, tensor) -> negated(tensor));
        }
        return turned;
    }

    /**
     * The same for tensors that are fetched later.
     *
     * @param prefix before the names: nothing for weights, {@code exp_avg.} for first moments,
     *     whose sign is that of the gradients; second moments have none
     */
    static Map<String, TensorSource> turnSources(Map<String, TensorSource> tensors, String prefix) {
        Map<String, TensorSource> turned = new LinkedHashMap<>(tensors);
        for (String name : TENSORS) {
            turned.computeIfPresent(
                    prefix + name,
                    (key, t) -> new TensorSource(t.dtype(), t.shape(), () -> negated(t.get())));
        }
        return turned;
    }

    private static TensorData negated(TensorData tensor) {
        float[] values = tensor.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] = -values[i];
        }
        return TensorData.of(values, tensor.shape());
    }
}
