/**
 * Commands that judge samples and models; each makes one request of {@code run.scoring} or {@code
 * run.sweep}, and prints its report with a text of {@code cli.console}.
 *
 * <p>Scores of samples or pictures: {@code evaluate}, against a reference of {@code stats}, through
 * a net of {@code features}; over many settings: {@code sweep}. The landscape: {@code ood}, {@code
 * likelihood} of Flow-Matching models, {@code inspect --landscape} beside the commands of weights.
 * Copies of training images, to look at: {@code neighbours}.
 *
 * <p>To add one: a request and a report in {@code run.scoring}, options as a mixin in {@code
 * cli.option}, a class here and a line in {@code Main}. A score of its own needs no command: see
 * the page of {@code run.scoring}.
 */
package dev.eqm.cli.command.score;
