package dev.eqm.run;

import java.nio.file.Path;

/**
 * Hears what work on whole runs does. The experiment layer writes to no stream: a command line
 * prints what it hears, a server logs it, {@link #SILENT} drops it. Calls come from the thread that
 * works, in order; results are what methods return, not what is heard.
 */
public interface RunListener {
    /** Hears nothing. */
    RunListener SILENT = new RunListener() {};

    /** A fact for people, in a sentence: what was found, chosen for the caller, or measured. */
    default void found(String what) {}

    /** Something that is not as it should be, though the work goes on; says what to do. */
    default void warned(String what) {}

    /**
     * How far long work has come. Each call replaces the last.
     *
     * @param fraction of the work, in [0, 1]; not a number where it is not known
     * @param what is going on, for people
     */
    default void progressed(double fraction, String what) {}

    /** A file or folder is complete. */
    default void written(Path place) {}

    /** Both hear everything, this one first. */
    default RunListener and(RunListener other) {
        RunListener one = this;
        return new RunListener() {
            @Override
            public void found(String what) {
                one.found(what);
                other.found(what);
            }

            @Override
            public void warned(String what) {
                one.warned(what);
                other.warned(what);
            }

            @Override
            public void progressed(double fraction, String what) {
                one.progressed(fraction, what);
                other.progressed(fraction, what);
            }

            @Override
            public void written(Path place) {
                one.written(place);
                other.written(place);
            }
        };
    }
}
