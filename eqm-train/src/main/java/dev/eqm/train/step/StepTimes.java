package dev.eqm.train.step;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Seconds spent in the parts of a step. On a GPU work is queued: a part's time is what the host
 * waited for.
 *
 * @param data reading and copying the batch, drawing γ, noise and label dropout
 * @param forward corruption, network, loss
 * @param backward gradients and their norm
 * @param optimizer clipping and AdamW
 * @param ema the averages
 */
public record StepTimes(
        double data, double forward, double backward, double optimizer, double ema) {
    /** Nothing yet. */
    public static final StepTimes ZERO = new StepTimes(0, 0, 0, 0, 0);

    /** Part by part. */
    public StepTimes plus(StepTimes other) {
        return new StepTimes(
                data + other.data,
                forward + other.forward,
                backward + other.backward,
                optimizer + other.optimizer,
                ema + other.ema);
    }

    /** All parts together. */
    public double total() {
        return data + forward + backward + optimizer + ema;
    }

    /** Name -> seconds, in order. */
    public Map<String, Double> byName() {
        Map<String, Double> all = new LinkedHashMap<>();
        all.put("data", data);
        all.put("forward", forward);
        all.put("backward", backward);
        all.put("optimizer", optimizer);
        all.put("ema", ema);
        return all;
    }
}
