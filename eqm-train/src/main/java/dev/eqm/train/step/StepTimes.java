package dev.eqm.train.step;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Seconds spent in the parts of a step, on the clock of the host. A CPU computes when it is asked,
 * so they are the parts' own. A GPU works through a queue: a part is then the time in which the
 * host filled it, and the wait for all of it falls into {@code backward}, at whose end the step's
 * numbers are read; only sums over a whole step say how fast the device is.
 *
 * @param data reading and copying the batch, drawing γ, noise and label dropout
 * @param forward corruption, network, loss
 * @param backward gradients, their sum over the parts of the batch, their norm, reading the numbers
 * @param optimizer clipping and the optimiser's step
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
