package dev.eqm.run.settings;

import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.models.nn.ModelArchitecture;

/**
 * The network: a size, and what it is applied to.
 *
 * @param backbone which network, and how large
 * @param imageSize H = W of images or latents
 * @param channels of images or latents
 * @param classes number of labels
 * @param labelDropout probability of the null label in training; guidance needs it above 0
 * @param learnSigma true: twice the channels in the last layer, half of them unused, as published
 * @param timeConditional true: the network sees γ (Flow Matching)
 * @param energy what its answer means; none: the gradient of an implicit energy, anything else
 *     needs a network that does not see γ
 */
public record ModelConfig(
        Backbone backbone,
        int imageSize,
        int channels,
        int classes,
        double labelDropout,
        boolean learnSigma,
        boolean timeConditional,
        EnergyChoice energy) {
    /** The smallest preset on Fashion-MNIST. */
    public static final ModelConfig DEFAULT =
            new ModelConfig(
                    new Backbone.Preset("Nano/4"), 28, 1, 10, 0.1, false, false, EnergyChoice.NONE);

    public ModelConfig {
        requireGiven("backbone", backbone, "energy", energy);
        // the architecture checks all of it
        Backbone.Task task =
                new Backbone.Task(
                        imageSize, channels, classes, labelDropout, learnSigma, timeConditional);
        energy.over(backbone.architecture(task));
    }

    /** The architecture. */
    public ModelArchitecture architecture() {
        return energy.over(network());
    }

    /** The network alone, whatever its answer means. */
    public ModelArchitecture network() {
        return backbone.architecture(
                new Backbone.Task(
                        imageSize, channels, classes, labelDropout, learnSigma, timeConditional));
    }
}
