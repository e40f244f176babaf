package dev.eqm.core.schedule;

/** A schedule whose identity is a name. */
record NamedSchedule(String name, GradientSchedule schedule) implements GradientSchedule {
    @Override
    public double at(double gamma) {
        return schedule.at(gamma);
    }

    @Override
    public String toString() {
        return name;
    }
}
