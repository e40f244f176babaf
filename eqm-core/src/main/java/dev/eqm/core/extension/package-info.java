/**
 * How eqm is extended from outside. A catalogue ({@code GradientSchedules}, {@code UpdateRules},
 * {@code Losses}, ...) lists the components of one type by name; an {@link
 * dev.eqm.core.extension.Extension} in another jar adds its own to any of them, and {@link
 * dev.eqm.core.extension.Extensions} joins both. There is no switch, no list and no edit elsewhere:
 * what an extension names can be named in configurations and on the command line, is listed in help
 * and error messages, and is read back from model files.
 *
 * <p>Types with a catalogue: {@code GradientSchedule}, {@code Loss}, {@code Energy} (core); {@code
 * ArchitectureFamily} (models: what model files hold); {@code Optimizer}, {@code RateSchedule}
 * (train); {@code UpdateRule}, {@code StepSchedule}, {@code Integrator}, {@code Metric} (sample);
 * {@code ImageData}, {@code Backbone}, {@code CodecChoice} (run: kinds of a configuration).
 *
 * <p>To open another catalogue, end its {@code examples()} with {@code Extensions.joined}.
 */
package dev.eqm.core.extension;
