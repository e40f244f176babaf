package dev.eqm.run.weights;

import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.weights.PublishedArchitecture;
import java.nio.file.Path;
import java.util.List;

/**
 * What was found in a file of published weights and imported.
 *
 * @param file the weights
 * @param architecture of the network that they are of
 * @param oneSet whether there is one set of weights, or parameters and their average
 * @param hasMoments whether the optimiser's state came with them
 * @param step steps that the optimiser has done; 0 without its state
 * @param lost names of arguments that could not be kept
 * @param warnings for people: numbers that are not finite, arguments that contradict the weights
 * @param place the checkpoint folder or the run folder that was made
 */
public record ImportReport(
        Path file,
        ModelArchitecture architecture,
        boolean oneSet,
        boolean hasMoments,
        long step,
        List<String> lost,
        List<String> warnings,
        Path place) {
    /** The published size, such as {@code XL/2}; else {@code custom}. */
    public String size() {
        return EnergyArchitecture.networkOf(architecture) instanceof SiTConfig sit
                ? PublishedArchitecture.name(sit)
                : "custom";
    }

    /** How many numbers the network has, fixed tables included. */
    public long parameters() {
        return architecture.specs().stream().mapToLong(ParameterSpec::size).sum();
    }
}
