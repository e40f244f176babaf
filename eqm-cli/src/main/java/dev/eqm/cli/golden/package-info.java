/**
 * Does this machine compute the right numbers? Runs a folder of golden cases (numbers that the
 * published Python code computed) through eqm's public API and measures every array's error as a
 * fraction of its tolerance: {@code |got − want| / (atol + rtol·|want|)}, at most 1 everywhere.
 *
 * <p>{@link dev.eqm.cli.golden.GoldenSuite} is the engine of {@code eqm doctor}. A folder holds
 * {@code cases.json} (models, cases, and for every array its shape, role and tolerance), one npz
 * file a case, safetensors weights, and two tables, {@code official_models.json} and {@code
 * flops.json}. Sizes, settings and names all come from there. The numbers are in the published
 * sign: weights are turned on the way in, outputs and what derives from the last layer on the way
 * out.
 *
 * <p>To add a group of cases, write a {@code GoldenGroup} that offers its answers by array name,
 * and add a line to {@code GoldenGroups}. What a group does not answer is reported as not covered.
 */
package dev.eqm.cli.golden;
