package dev.eqm.run.sampling;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.data.Gif;

/**
 * Which frames of which samples {@code trajectory.png} and {@code trajectory.gif} show.
 *
 * @param frames so many, such as {@code 12}, or steps, such as {@code 0,5,50}; empty: no trajectory
 *     at all
 * @param samples the first so many; 0: as many as usual
 * @param delay milliseconds that a frame stays
 */
public record TrajectoryChoice(String frames, int samples, int delay) {
    /** No trajectory. */
    public static final TrajectoryChoice NONE = new TrajectoryChoice("", 0, 100);

    /** Told of settings without one. */
    static final String NO_FRAMES = "none";

    private static final int SHOWN = 8;
    private static final int HOLD = 10; // delays that an animation's last frame stays

    public TrajectoryChoice {
        require(samples >= 0, "samples of a trajectory must not be negative, got %s", samples);
    }

    /** Whether there is one. */
    public boolean isWanted() {
        return !frames.isEmpty();
    }

    /** How many samples it shows, of so many. */
    int shown(int count) {
        return samples == 0 ? Math.min(SHOWN, count) : samples;
    }

    /** As the file of a folder's settings says it. */
    String describe(int count) {
        return isWanted()
                ? "%s of %s samples, %s ms".formatted(frames, shown(count), delay)
                : NO_FRAMES;
    }

    /** How the animation runs. */
    Gif gif() {
        return new Gif(delay, HOLD * delay);
    }
}
