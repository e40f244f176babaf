package dev.eqm.run.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What differs between two configurations, for instance that of a run and that of its resume.
 *
 * <p>Values are compared as records hold them, not as files say them: {@code 1e-1} and {@code 0.1}
 * are equal, and so is a key that was left out and one that repeats the default.
 */
public record ConfigDiff(Kinds kinds) {

    /** One dotted path with both values, as a file would say them on one line. */
    public record Difference(String path, String left, String right) {
        @Override
        public String toString() {
            return path + ": " + left + " -> " + right;
        }
    }

    /**
     * All differences, in the order of the components. Lists, and records of different kinds,
     * differ as a whole.
     */
    public <T extends Record> List<Difference> between(T left, T right) {
        List<Difference> found = new ArrayList<>();
        compare(new ConfigType.Fixed(left.getClass()), left, right, "", found);
        return List.copyOf(found);
    }

    private void compare(
            ConfigType shape, Object left, Object right, String path, List<Difference> found) {
        if (left.equals(right)) {
            return;
        } else if (!(left instanceof Record) || left.getClass() != right.getClass()) {
            ConfigWriter writer = new ConfigWriter(kinds);
            found.add(
                    new Difference(path, writer.inline(shape, left), writer.inline(shape, right)));
            return;
        }
        Map<String, Object> lefts = Records.values((Record) left);
        Map<String, Object> rights = Records.values((Record) right);
        Map<String, ConfigType> shapes = Records.shapes(left.getClass(), kinds);
        shapes.forEach(
                (name, part) ->
                        compare(
                                part,
                                lefts.get(name),
                                rights.get(name),
                                Spot.below(path, name),
                                found));
    }
}
