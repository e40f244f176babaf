/**
 * Does this machine compute the right numbers? Runs a folder of golden cases (numbers that the
 * published Python code computed) through eqm's public API and measures every array's error as a
 * fraction of its tolerance: {@code |got − want| / (atol + rtol·|want|)}, at most 1 everywhere.
 *
 * <p>{@link dev.eqm.cli.golden.GoldenSuite} is the engine of {@code eqm doctor}: it opens a folder
 * or the bundled set and answers with one {@link dev.eqm.cli.golden.CaseResult} a case. A folder
 * holds
 *
 * <ul>
 *   <li>{@code cases.json}: models, cases, and for every array its shape, role and tolerance;
 *   <li>one npz file a case, inputs and expected arrays together;
 *   <li>weights of the models, safetensors with the published names;
 *   <li>perhaps two tables, {@code official_models.json} and {@code flops.json}, pictures, and
 *       checkpoints of {@code torch.save}.
 * </ul>
 *
 * Sizes, settings and names all come from there. Names of arrays often say what to compute ({@code
 * out_scale_1.5}, {@code trajectory_nag_cfg_2}); the classes called {@code ...Cases} say how.
 *
 * <p>The numbers are in the published sign, x − ε instead of ∇E ∝ ε − x: weights are turned on the
 * way in, outputs and what derives from the last layer on the way out.
 *
 * <p>To add a kind of case, write a method {@code (golden, answers)} in the class of its subject:
 * it takes inputs from the {@code GoldenCase} and offers what it computes to the {@code Answers},
 * by array name. Then add a line to {@code GoldenGroups}. What a group does not answer is reported
 * as not covered, so a group may be written piece by piece.
 *
 * <p>Letters: x1 (data), x0 (noise), t (γ) and y (labels) are the set's names; z is the start of
 * sampling; n is the batch, T tokens, D width, S states of a walk.
 */
package dev.eqm.cli.golden;
