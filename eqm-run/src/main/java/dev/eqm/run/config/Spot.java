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

    /**
     * The problem that the value here breaks a rule: {@code loss.schedule.a = 1.0: must lie in [0,
     * 1)}. What the place or the beginning says is not said again.
     */
    public String withValue(String value, String rule) {
        String plain = once(value, rule);
        boolean said = path.isEmpty() || place.says(path) || !place.argument().isEmpty();
        return said ? plain : path + " = " + value + ": " + plain;
    }

    /** A rule {@code a must lie in [0, 1), got 1.0} without the name and the value. */
    private String once(String value, String rule) {
        String name = path.substring(path.lastIndexOf('.') + 1) + " ";
        String got = ", got " + value;
        return rule.startsWith(name) && rule.endsWith(got)
                ? rule.substring(name.length(), rule.length() - got.length())
                : rule;
    }

    /** The problem that the part here as a whole breaks a rule: {@code loss.schedule: rule}. */
    public String withRule(String rule) {
        return (path.isEmpty() ? "" : path + ": ") + rule;
    }
}
