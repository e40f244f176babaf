package dev.eqm.cli.console;

import dev.eqm.run.RunListener;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps facts back until it is known that a command can do its work: "sampling from ..." above a
 * message that refuses a label would be a lie. Warnings are told at once.
 */
public final class Held implements RunListener {
    private final Console console;
    private final List<String> facts = new ArrayList<>();

    public Held(Console console) {
        this.console = console;
    }

    @Override
    public void found(String what) {
        facts.add(what);
    }

    @Override
    public void warned(String what) {
        console.warned(what);
    }

    @Override
    public void progressed(double fraction, String what) {
        console.progressed(fraction, what);
    }

    /**
     * Tells them now.
     *
     * @return the console, for the work
     */
    public Console release() {
        facts.forEach(console::found);
        facts.clear();
        return console;
    }
}
