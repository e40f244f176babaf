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
                    "ema (the average), model (the trained weights), another average of the run such as"
                            + " ema-0.9999, or auto: the average, unless it still holds the weights"
                            + " it began with; default ${DEFAULT-VALUE}.")
    private String weights;

    @Option(
            names = "--field",
            paramLabel = "NAME",
            defaultValue = "gradient",
            description =
                    "gradient, or raw-output: of a model with an explicit energy what its network"
                            + " answers, as the published sampler follows it; default ${DEFAULT-VALUE}.")
    private FollowedField field;

    /** What was named. */
    public ModelChoice choice() {
        return new ModelChoice(place.place(), weights, field);
    }
}
