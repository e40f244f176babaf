package dev.eqm.models.nn;

import dev.eqm.core.field.EnergyField;

/** A field for given labels that also knows its energy. */
public interface ConditionedEnergy extends FieldModel.Conditioned, EnergyField {
    @Override
    ConditionedEnergy restricted(int[] rows);

    @Override
    void close();
}
