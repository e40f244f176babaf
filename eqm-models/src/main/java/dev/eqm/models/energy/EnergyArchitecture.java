package dev.eqm.models.energy;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.types.Shape;
import dev.eqm.core.device.Precision;
import dev.eqm.core.field.Energies;
import dev.eqm.core.field.Energy;
import dev.eqm.models.nn.Hyperparameters;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * An explicit energy over a network: the same parameters, another answer.
 *
 * <p>An energy has no parameters of its own, so the weights of the network and of the energy over
 * it are interchangeable: a file of one can be read as the other.
 *
 * @param network computes f(x); does not see γ, because an energy of noisier and noisier states
 *     would be another landscape at every γ
 * @param energy what f(x) means; one of {@link Energies}, or {@link Energy#named}, so that a model
 *     file can name it
 */
public record EnergyArchitecture(ModelArchitecture network, Energy energy)
        implements ModelArchitecture {
    /** What model files call it: readers that know no energies must refuse it. */
    public static final String KIND = "explicit-energy";

    private static final String ENERGY = "energy";
    private static final String NETWORK = "network";

    public EnergyArchitecture {
        requireGiven("network", network, "energy", energy);
        require(
                !network.timeConditional(),
                "an explicit energy (%s) needs a network without time input: "
                        + "set timeConditional to false, or remove the energy",
                Energies.name(energy));
        require(
                !(network instanceof EnergyArchitecture),
                "an explicit energy must be built on the output of a network, not on another energy");
    }

    /**
     * The architecture of these numbers.
     *
     * @param networks reads the network inside
     * @param energies finds an energy by its name: {@link Energies#named}, say
     * @throws IllegalArgumentException for an unknown energy, or numbers that the network refuses
     */
    public static EnergyArchitecture of(
            Hyperparameters h,
            Function<Hyperparameters, ModelArchitecture> networks,
            Function<String, Energy> energies) {
        Map<String, Object> inner = new LinkedHashMap<>(h.values());
        inner.remove(ENERGY);
        inner.remove(NETWORK);
        return new EnergyArchitecture(
                networks.apply(new Hyperparameters(h.text(NETWORK), inner)),
                energies.apply(h.text(ENERGY)));
    }

    /** The network that the weights are of: the one inside an explicit energy, else itself. */
    public static ModelArchitecture networkOf(ModelArchitecture architecture) {
        return architecture instanceof EnergyArchitecture explicit
                ? explicit.network()
                : architecture;
    }

    /** The network's numbers, beside them its kind and the name of the energy. */
    @Override
    public Hyperparameters hyperparameters() {
        Hyperparameters inner = network.hyperparameters();
        return new Hyperparameters(KIND)
                .with(ENERGY, Energies.name(energy))
                .with(NETWORK, inner.kind())
                .withAll(inner.values());
    }

    @Override
    public List<ParameterSpec> specs() {
        return network.specs();
    }

    /**
     * Built as {@link ModelArchitecture#twiceDifferentiable}: training needs the gradient of ∇E by
     * the weights.
     */
    @Override
    public EnergyModel build(Precision precision, Parameters parameters) {
        return new EnergyModel(this, precision, parameters);
    }

    @Override
    public EnergyArchitecture shallow() {
        return new EnergyArchitecture(network.shallow(), energy);
    }

    @Override
    public boolean supports(Precision precision) {
        return network.supports(precision);
    }

    @Override
    public Shape sampleShape() {
        return network.sampleShape();
    }

    @Override
    public int classes() {
        return network.classes();
    }

    @Override
    public double labelDropout() {
        return network.labelDropout();
    }

    @Override
    public boolean timeConditional() {
        return false;
    }

    /** Those of f(x): an energy costs them once, its gradient about twice as much again. */
    @Override
    public Map<String, Long> macs() {
        return network.macs();
    }

    @Override
    public Map<String, String> describe() {
        Map<String, String> all = new LinkedHashMap<>(network.describe());
        all.put(ENERGY, "explicit, " + Energies.name(energy));
        return all;
    }
}
