/**
 * Commands that judge samples and models; each makes one request of {@code run.scoring} or {@code
 * run.sweep}, and prints its report with a text of {@code cli.console}.
 *
 * <p>Scores of samples or pictures: {@code evaluate}, against a reference of {@code stats}, through
 * a net of {@code features}; over many settings: {@code sweep}. The landscape: {@code ood}, {@code
 * likelihood} of Flow-Matching models, {@code inspect --landscape} beside the commands of weights.
 * Copies of training images, to look at: {@code neighbours}. Everything that is known about a run
 * on one page, by {@code run.report}: {@code report}.
 *
 * <p>What each leaves:
 *
 * <ul>
 *   <li>{@code evaluate}: the JSON of {@code --json}, if asked for; samples are not kept.
 *   <li>{@code stats}: one .npz, {@code --out}, that {@code evaluate --reference} reads.
 *   <li>{@code features train}: one .safetensors; {@code features test}: nothing.
 *   <li>{@code sweep}: sweep.json, .md, .png, .svg and points.jsonl in the run's folder {@code
 *       sweep}. Only this command adds to what an earlier call wrote; it is the one that takes
 *       hours.
 *   <li>{@code ood}: ood.json, ood.png, ood.csv; {@code neighbours}: a sheet; both in {@code
 *       samples/RUN-STEP}.
 *   <li>{@code report}: one HTML file, in the run's folder; it replaces an earlier report.
 *   <li>{@code likelihood}: likelihood.json, if a folder is named.
 * </ul>
 *
 * <p>A file that is there is refused before anything is computed, unless {@code --overwrite} is
 * given; {@code evaluate} and {@code likelihood} have no such flag, because their results are on
 * the console too. No command judges the result: an FID of 200 and an AUROC of 0.5 end with 0. The
 * exit code says whether there is a result (0), the work failed (1), or the input could not give a
 * result (2).
 *
 * <p>Seeds are 0 by default and never taken from the clock: two calls with the same options print
 * the same numbers. Counts of images are small by default, for a first call on a CPU; an FID of the
 * paper's kind needs {@code --count 50000}, and reports say how many images a number is of.
 *
 * <p>To add one: a request and a report in {@code run.scoring}, options as a mixin in {@code
 * cli.option}, a class here and a line in {@code Main}. A score of its own needs no command: see
 * the page of {@code run.scoring}.
 */
package dev.eqm.cli.command.score;
