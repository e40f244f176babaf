package dev.eqm.models.weights;

import dev.eqm.core.store.TensorData;
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

    private static TensorData negated(TensorData tensor) {
        float[] values = tensor.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] = -values[i];
        }
        return TensorData.of(values, tensor.shape());
    }
}
