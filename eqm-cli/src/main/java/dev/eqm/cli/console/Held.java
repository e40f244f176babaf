package dev.eqm.cli.console;

import dev.eqm.run.RunListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps facts back until the work of a command is under way: "sampling from ..." above a message
 * that refuses a folder of images would be a lie. Work is under way once it says which fraction of
 * it is done, which comes after all checks; a command that found nothing to do {@link #release}s at
 * its end. Warnings are told at once.
 */
public final class Held implements RunListener {
    private final Console console;
    private final List<String> facts = new ArrayList<>();
    private boolean released;

    public Held(Console console) {
        this.console = console;
    }

    @Override
    public void found(String what) {
        if (released) {
            console.found(what);
        } else {
            facts.add(what);
        }
    }

    @Override
    public void warned(String what) {
        console.warned(what);
    }

    @Override
    public void progressed(double fraction, String what) {
        if (!Double.isNaN(fraction)) {
            release();
        }
        console.progressed(fraction, what);
    }

    @Override
    public void written(Path place) {
        release();
        console.written(place);
    }

    /** Tells them now, and what is found from now on at once. */
    public void release() {
        released = true;
        facts.forEach(console::found);
        facts.clear();
    }

    /**
     * What work with this listener has made, once all that it found is told.
     *
     * @param made by the work
     */
    public <T> T with(T made) {
        release();
        return made;
    }
}
