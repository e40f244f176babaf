package dev.eqm.cli.option;

import dev.eqm.run.pipeline.FollowedField;
import dev.eqm.run.pipeline.ModelChoice;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Which weights to sample from.
 *
 * <p>Shared by all commands that need one trained model; {@code compose} has {@link PlaceOptions}
 * alone, because its {@code --weights} are others. The answer is a choice, not yet a model: {@code
 * find} looks for it and tells which checkpoint it took.
 */
@Group(OptionGroup.MODEL)
public final class ModelOptions {
    @Mixin private PlaceOptions place;

    @Option(
            names = "--weights",
            paramLabel = "NAME",
            defaultValue = ModelChoice.AUTO,
            description =
                    "ema (the average), model (the trained weights), another average of the "
                            + "run such as ema-0.9999, or auto: the average, unless it still contains "
                            + "too much of the initial weights; default ${DEFAULT-VALUE}.")
    private String weights;

    @Option(
            names = "--field",
            paramLabel = "NAME",
            defaultValue = "gradient",
            description =
                    "gradient, or, for a model with an explicit energy, raw-output: the network's "
                            + "output itself, which the published sampler follows; default ${DEFAULT-VALUE}.")
    private FollowedField field;

    /** What was named. */
    public ModelChoice choice() {
        return new ModelChoice(place.place(), weights, field);
    }
}
