package dev.eqm.run.config;

/**
 * Chooses the defaults of a file by what is written in it, so that a key that is left out can
 * follow from others: the size of a network from the images that it is to learn.
 */
@FunctionalInterface
public interface Suiting<T extends Record> {
    /**
     * The defaults for a file.
     *
     * @param file what the file says, without the settings
     * @param all what the file and the settings say
     * @throws ConfigException if a key is left out and cannot be known: says what to write
     */
    T defaults(Written file, Written all);
}
