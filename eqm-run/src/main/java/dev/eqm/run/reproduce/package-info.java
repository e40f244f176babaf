/**
 * Experiments that ask whether the paper's claims hold. {@link dev.eqm.run.reproduce.Reproduction}
 * does a {@link dev.eqm.run.reproduce.ReproduceRequest} and answers with a report; the same request
 * again goes on where the last one was stopped.
 *
 * <p>An experiment is data: a YAML file below {@code configs/reproduce}. To add one, write a file;
 * no class knows the name of an item.
 *
 * <ul>
 *   <li>{@code item}: what files say - items with arms, an axis, a search and comparisons; scales
 *   <li>{@code work}: which trainings and measurements that needs, and doing them, each once
 *   <li>{@code measure}: what is measured of a trained model; add a record and a line in {@link
 *       dev.eqm.run.reproduce.measure.Measures}
 *   <li>{@code verdict}: whether a claim agrees, disagrees or cannot be told apart
 *   <li>{@code outcome}: tables, figures, report.json; the HTML page is {@link
 *       dev.eqm.run.report.ReproductionPage}
 * </ul>
 *
 * <p>What is in the folder of a reproduction:
 *
 * <pre>
 * trainings/KEY      an ordinary run; KEY is a hash of all that decides about its weights
 * results/KEY.json   what was measured; KEY is a hash of all that decides about it
 * report.json, report.md, report.html, figures/ITEM.png and .svg
 * </pre>
 */
package dev.eqm.run.reproduce;
