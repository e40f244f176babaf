package dev.eqm.run.settings;

import dev.eqm.core.field.Energies;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.nn.ModelArchitecture;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the network's answer means; a word in configurations: {@code none} or an energy's name. */
public final class EnergyChoice {
    /** The gradient itself: an implicit energy. */
    public static final EnergyChoice NONE = new EnergyChoice("none");

    private final String name;

    private EnergyChoice(String name) {
        this.name = name;
    }

    /** An explicit energy of the catalogue {@link Energies}. */
    public static EnergyChoice explicit(String name) {
        Energies.named(name); // which checks it
        return new EnergyChoice(name);
    }

    /** Word in configurations -> the choice. */
    public static Map<String, EnergyChoice> examples() {
        Map<String, EnergyChoice> all = new LinkedHashMap<>();
        all.put(NONE.name, NONE);
        Energies.examples().keySet().forEach(name -> all.put(name, explicit(name)));
        return all;
    }

    /** Whether the answer is an energy's, not the gradient itself. */
    public boolean isExplicit() {
        return !equals(NONE);
    }

    /** The network, or the energy over it. */
    public ModelArchitecture over(ModelArchitecture network) {
        return isExplicit() ? new EnergyArchitecture(network, Energies.named(name)) : network;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EnergyChoice choice && choice.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
