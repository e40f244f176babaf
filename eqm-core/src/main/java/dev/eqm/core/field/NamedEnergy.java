package dev.eqm.core.field;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;

/** An energy under a name of its own; two of one name are equal, whatever their code. */
record NamedEnergy(String name, Energy energy) implements Energy {
    private static final String NAME = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

    NamedEnergy {
        require(
                name.matches(NAME),
                "name must consist of lower-case letters, digits and '-', and begin with a letter, got '%s'",
                name);
        require(
                !Energies.examples().containsKey(name),
                "name must not be one of the built-in ones, %s, got '%s'",
                Energies.examples().keySet(),
                name);
    }

    @Override
    public NDArray of(NDArray x, NDArray f) {
        return energy.of(x, f);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NamedEnergy n && name.equals(n.name);
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
