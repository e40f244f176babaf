package dev.eqm.run.config;

/** A dotted path such as {@code loss.schedule.a}, empty for the root, and where it was written. */
public record Spot(String path, Place place) {
    /** A component of the record here. */
    public Spot child(String key, Place at) {
        return new Spot(below(path, key), at);
    }

    /** The dotted path of a key below a path. */
    static String below(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** An item of the list here: {@code data.parts[2]}. */
    public Spot item(int index, Place at) {
        return new Spot(path + "[" + index + "]", at);
    }

    /** The problem that the value here breaks a rule: {@code loss.schedule.a = 1.0: rule}. */
    public String withValue(String value, String rule) {
        return (path.isEmpty() ? "" : path + " = " + value + ": ") + rule;
    }

    /** The problem that the part here as a whole breaks a rule: {@code loss.schedule: rule}. */
    public String withRule(String rule) {
        return (path.isEmpty() ? "" : path + ": ") + rule;
    }
}
