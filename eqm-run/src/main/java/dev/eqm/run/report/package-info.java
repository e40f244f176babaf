/**
 * The report of a run: one HTML file with everything that is known about it. {@link
 * dev.eqm.run.report.ReportRequest} reads run folders and writes it, {@link
 * dev.eqm.run.report.ReportFile} describes the result. Training writes a report at the end of each
 * run; {@code eqm report} writes it again, or shows several runs side by side.
 *
 * <p>{@code RunRecord} is what is known of a run: {@code Settings} of its configuration, {@code
 * MetricsLog}, {@code CheckpointFacts}, {@code Grids}, {@code Results} of other commands. If a file
 * is damaged, only that part is missing from the report; nothing is computed again and no network
 * is opened.
 *
 * <p>{@code Page} fills the slots of {@code report.html}; a class {@code ...Section} makes each of
 * its parts. {@code Markup} is the only way to text on the page, so that all of it is escaped.
 * {@code Chart}s go to the script {@code report.js} as JSON, which draws them by uPlot (MIT
 * licence, a webjar). To add a section: a class with {@code addTo}, and a line in {@code Page}.
 */
package dev.eqm.run.report;
