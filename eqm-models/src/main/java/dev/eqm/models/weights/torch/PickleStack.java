package dev.eqm.models.weights.torch;

import static dev.eqm.core.check.Check.broken;

import dev.eqm.core.check.Check;
import java.util.ArrayList;
import java.util.List;

/**
 * The stack of a pickle with its marks; counts everything that was ever put on it.
 *
 * <p>A mark is the height of the stack when it was set. Values below the last mark are out of reach
 * until it is gone.
 */
final class PickleStack {
    /** Of a checkpoint with 10,000 tensors and their two moments. */
    static final int MAX_VALUES = 2_000_000;

    private final List<Object> values = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    // never falls: bounds the work of the whole pickle, not the height of the stack
    private int made;

    void push(Object value) {
        count();
        values.add(value);
    }

    void mark() {
        count();
        marks.add(values.size());
    }

    private void count() {
        made++;
        Check.require(
                made <= MAX_VALUES, "more than %s values: not a checkpoint of weights", MAX_VALUES);
    }

    Object pop() {
        Object top = top();
        values.remove(values.size() - 1);
        return top;
    }

    Object top() {
        require(1);
        return values.get(values.size() - 1);
    }

    private void require(int count) {
        int floor = marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
        Check.require(values.size() - floor >= count, "takes a value from an empty stack");
    }

    /** The topmost {@code count} values, in the order in which they came. */
    List<Object> pop(int count) {
        require(count);
        return popFrom(values.size() - count);
    }

    /** Everything above the last mark, in order; the mark goes too. */
    List<Object> popToMark() {
        Check.require(!marks.isEmpty(), "refers to a mark that was never set");
        return popFrom(marks.remove(marks.size() - 1));
    }

    // A copy in one piece: HotSpot 17 loses a value of a list that is filled from its front, once,
    // when it replaces compiled code.
    private List<Object> popFrom(int begin) {
        List<Object> tail = values.subList(begin, values.size());
        List<Object> some = new ArrayList<>(tail);
        tail.clear();
        return some;
    }

    /** The one value that must be left. */
    Object last() {
        if (values.size() != 1 || !marks.isEmpty()) {
            throw broken(
                    "ends with %s values and %s open marks instead of one value and no mark",
                    values.size(), marks.size());
        }
        return values.get(0);
    }
}
