package dev.eqm.run.settings;

import dev.eqm.core.field.Energies;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.nn.ModelArchitecture;
import java.util.Locale;

/** What the network's answer means. */
public enum EnergyChoice {
    /** The gradient itself: an implicit energy. */
    NONE,
    /** {@link dev.eqm.core.field.DotProduct}. */
    DOT,
    /** {@link dev.eqm.core.field.SquaredNorm}. */
    SQUARED_NORM,
    /** {@link dev.eqm.core.field.PublishedSquaredNorm}. */
    SQUARED_NORM_PUBLISHED;

    /** The network, or the energy over it. */
    public ModelArchitecture over(ModelArchitecture network) {
        return this == NONE ? network : new EnergyArchitecture(network, Energies.named(toString()));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
