package dev.eqm.sample.output;

import static dev.eqm.core.check.Check.require;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * At which steps a picture is taken.
 *
 * @param steps ascending; 0 is the noise, k the states after k updates
 */
public record FrameSteps(List<Integer> steps) {
    private static final int MOST = 1000;

    public FrameSteps {
        require(!steps.isEmpty(), "frames must contain at least one step, got %s", steps);
        require(steps.get(0) >= 0, "a frame's step must not be negative, got %s", steps.get(0));
        require(
                List.copyOf(new TreeSet<>(steps)).equals(steps),
                "the steps of frames must be in ascending order, got %s",
                steps);
        require(steps.size() <= MOST, "at most " + MOST + " frames, got %s", steps.size());
        steps = List.copyOf(steps);
    }

    /** So many frames, evenly spaced, the noise and the result among them. */
    public static FrameSteps evenly(int frames, int updates) {
        require(
                frames >= 2,
                "a trajectory needs at least 2 frames, the noise and the result, got %s",
                frames);
        int last = Math.min(frames, updates + 1) - 1;
        return new FrameSteps(
                IntStream.rangeClosed(0, last)
                        .mapToObj(i -> (int) Math.round((double) i * updates / last))
                        .toList());
    }

    /**
     * A user's choice: {@code 12} is so many frames, {@code 0,5,50} names steps.
     *
     * @param updates of the run
     * @throws IllegalArgumentException naming the text and the rule
     */
    public static FrameSteps parse(String text, int updates) {
        String strict = text.replace(" ", "");
        require(
                strict.matches("\\d{1,9}(,\\d{1,9})*,?"),
                "a trajectory must be a number of frames such as 12, or steps such as 0,5,50, got '%s'",
                text);
        if (!strict.contains(",")) {
            return evenly(Integer.parseInt(strict), updates);
        }
        FrameSteps chosen =
                new FrameSteps(Stream.of(strict.split(",")).map(Integer::valueOf).toList());
        int last = chosen.steps().get(chosen.size() - 1);
        require(
                last <= updates,
                "the run has " + updates + " updates: no frame can be taken after step %s",
                last);
        return chosen;
    }

    /** How many. */
    public int size() {
        return steps.size();
    }

    /** Whether a picture is taken after so many updates. */
    public boolean contains(int step) {
        return steps.contains(step);
    }
}
