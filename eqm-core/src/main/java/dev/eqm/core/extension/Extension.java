package dev.eqm.core.extension;

/**
 * What another jar adds to eqm's catalogues: schedules, losses, update rules, data sources,
 * networks, scores and whatever else has a catalogue. The jar names its class in {@code
 * META-INF/services/dev.eqm.core.extension.Extension}; being on the class path is all it takes for
 * configurations, help texts and model files to know its components by name.
 *
 * <pre>{@code
 * public final class Mine implements Extension {
 *     public void addTo(Registry registry) {
 *         registry.add(GradientSchedule.class, "cubic", new CubicDecay(4));
 *         registry.add(UpdateRule.class, "sign", new SignDescent(0.003));
 *     }
 * }
 * }</pre>
 */
@FunctionalInterface
public interface Extension {
    /** Adds everything; called once in a process. */
    void addTo(Registry registry);

    /** Takes components. */
    @FunctionalInterface
    interface Registry {
        /**
         * Adds a component to the catalogue of its type.
         *
         * @param type what the catalogue holds, such as {@code UpdateRule.class}
         * @param name how configurations and commands call it; free in that catalogue
         * @param example a value to start from: a public record whose components a configuration
         *     can overlay
         */
        <T> void add(Class<T> type, String name, T example);
    }
}
