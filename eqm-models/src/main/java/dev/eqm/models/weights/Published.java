package dev.eqm.models.weights;

import dev.eqm.core.store.NotFinite;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.store.TensorSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the published training script saves: tensors under published names, float32.
 *
 * <p>Tensors are fetched when they are written or trained from; the {@link PublishedFile} that they
 * come from must be open until then.
 *
 * @param model the parameters
 * @param average their EMA; the same object as {@code model} if there is only one set
 * @param moments AdamW's memory: {@code step}, {@code exp_avg.NAME} and {@code exp_avg_sq.NAME};
 *     empty if there is none
 * @param optimizer the optimiser's settings ({@code lr}, {@code betas}, ...), plain values
 * @param args the script's arguments, plain values
 */
public record Published(
        Map<String, TensorSource> model,
        Map<String, TensorSource> average,
        Map<String, TensorSource> moments,
        Map<String, Object> optimizer,
        Map<String, Object> args) {
    public Published {
        boolean one = model == average;
        model = Collections.unmodifiableMap(new LinkedHashMap<>(model));
        average = one ? model : Collections.unmodifiableMap(new LinkedHashMap<>(average));
        moments = Collections.unmodifiableMap(new LinkedHashMap<>(moments));
        optimizer = Collections.unmodifiableMap(new LinkedHashMap<>(optimizer));
        args = Collections.unmodifiableMap(new LinkedHashMap<>(args));
    }

    /** One set of weights and nothing else. */
    public static Published weights(Map<String, TensorSource> weights) {
        return new Published(weights, weights, Map.of(), Map.of(), Map.of());
    }

    /** The tensors themselves, in the map's order. */
    public static Map<String, TensorData> fetched(Map<String, TensorSource> sources) {
        Map<String, TensorData> all = new LinkedHashMap<>();
        sources.forEach((name, source) -> all.put(name, source.get()));
        return all;
    }

    /** Whether parameters and average are one set of weights. */
    public boolean isOneSet() {
        return model == average;
    }

    /** Optimiser steps done, as AdamW counts them; 0 without moments. */
    public long step() {
        TensorSource step = moments.get(PublishedMoments.STEP);
        return step == null ? 0 : (long) step.get().floats()[0];
    }

    /**
     * The same, looked through for numbers that are not finite as its tensors are fetched.
     *
     * @param found gets their names: {@code model.NAME}, {@code ema.NAME}, {@code opt.NAME}; the
     *     bare name where there is one set
     */
    public Published watched(Map<String, Long> found) {
        String prefix = isOneSet() ? "" : "model.";
        Map<String, TensorSource> parameters = NotFinite.watched(model, prefix, found);
        return new Published(
                parameters,
                isOneSet() ? parameters : NotFinite.watched(average, "ema.", found),
                NotFinite.watched(moments, "opt.", found),
                optimizer,
                args);
    }

    /**
     * The same with the other sign: from published to the paper's and back, exactly.
     *
     * <p>Weights and first moments of the last layer change their sign. Second moments are squares.
     */
    public Published turned() {
        Map<String, TensorSource> turned = PublishedSign.turnSources(model, "");
        return new Published(
                turned,
                isOneSet() ? turned : PublishedSign.turnSources(average, ""),
                PublishedSign.turnSources(moments, PublishedMoments.FIRST),
                optimizer,
                args);
    }
}
