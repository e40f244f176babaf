package dev.eqm.cli.config;

/** A dotted path such as {@code loss.schedule.a}, empty for the root, and where it was written. */
record Spot(String path, Place place) {
    Spot child(String key, Place at) {
        return new Spot(path.isEmpty() ? key : path + "." + key, at);
    }

    Spot item(int index, Place at) {
        return new Spot(path + "[" + index + "]", at);
    }

    /** The problem that the value here breaks a rule: {@code loss.schedule.a = 1.0: rule}. */
    String withValue(String value, String rule) {
        return (path.isEmpty() ? "" : path + " = " + value + ": ") + rule;
    }

    /** The problem that the part here as a whole breaks a rule: {@code loss.schedule: rule}. */
    String withRule(String rule) {
        return (path.isEmpty() ? "" : path + ": ") + rule;
    }
}
