package dev.eqm.train.optim;

import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.models.nn.Parameters;

/**
 * One of the {@link Averages}.
 *
 * @param name {@code ema} for the one that samplers use; also the stem of its file
 * @param parameters the averaged parameters, owned
 */
public record Average(String name, Parameters parameters) implements AutoCloseable {
    public Average {
        requireGiven("name", name, "parameters", parameters);
    }

    @Override
    public void close() {
        parameters.close();
    }
}
