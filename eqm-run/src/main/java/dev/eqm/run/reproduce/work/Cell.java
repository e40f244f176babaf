package dev.eqm.run.reproduce.work;

import dev.eqm.run.reproduce.item.Arm;

/**
 * An arm at a value of its item's axis.
 *
 * @param place the value; empty for an arm that does not look at the axis
 */
public record Cell(Arm arm, String place) {}
