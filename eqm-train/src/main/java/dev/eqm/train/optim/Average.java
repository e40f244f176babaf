package dev.eqm.train.optim;

import dev.eqm.models.nn.Parameters;

/**
 * One of the {@link Averages}.
 *
 * @param name {@code ema} for the one that samplers use; also the stem of its file
 * @param parameters the averaged parameters, owned
 */
public record Average(String name, Parameters parameters) implements AutoCloseable {
    @Override
    public void close() {
        parameters.close();
    }
}
