package dev.eqm.run.report;

import dev.eqm.core.device.Backend;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * The page around its parts: {@code report.html} of the resources, whose slots are elements with
 * ids. Styles and scripts are put into it, and so is the library that draws the charts, with its
 * licence.
 *
 * <p>A policy in its head forbids the page to ask for anything, and to run any script but these,
 * which it names by their hashes: text of a run that looked like a script would stay text even if
 * it were not escaped.
 */
final class Page {
    /** Of org.webjars.npm:uplot; the version is the one in eqm's pom. */
    private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/";

    private Page() {}

    /** The text of the file. */
    static String of(ReportContext context) {
        String names =
                context.runs().stream().map(RunRecord::name).collect(Collectors.joining(", "));
        String title = context.isOfOne() ? "Run " + names : "Runs " + names;
        return of(
                title,
                ("A report by eqm %s. It is a single file without references to "
                                + "others: it can be stored, sent and opened without a network.")
                        .formatted(Backend.version()),
                main -> {
                    SummarySection.addTo(main, context);
                    DifferencesSection.addTo(main, context);
                    CurvesSection.addTo(main, context);
                    GridsSection.addTo(main, context);
                    ScoresSection.addTo(main, context);
                    SamplingSection.addTo(main, context);
                    LandscapeSection.addTo(main, context);
                    DetectionSection.addTo(main, context);
                    OriginSection.addTo(main, context);
                    passedOver(main, context.passedOver());
                },
                context);
    }

    /**
     * A page of sections.
     *
     * @param fill adds the sections
     * @param context what they leave for the script
     */
    static String of(String title, String lead, Consumer<Element> fill, ReportContext context) {
        Document page = Jsoup.parse(text("report.html"));
        page.outputSettings().prettyPrint(false);
        page.title(title + " – eqm");
        slot(page, "title").text(title);
        slot(page, "lead").text(lead);
        Element main = slot(page, "main");
        fill.accept(main);
        contents(page, main);
        Markup.preformatted(slot(page, "licence"), text(CHARTS + "LICENSE"));
        raw(page, "chart-style", text(CHARTS + "dist/uPlot.min.css"));
        raw(page, "style", text("report.css"));
        raw(page, "chart-library", text(CHARTS + "dist/uPlot.iife.min.js"));
        raw(page, "script", text("report.js"));
        raw(page, "data", json(context));
        slot(page, "policy").attr("content", policy(page)).removeAttr("id");
        return page.outerHtml();
    }

    private static void passedOver(Element main, List<String> sentences) {
        if (sentences.isEmpty()) {
            return;
        }
        Element section = Markup.section(main, "passed-over", 2, "What could not be read");
        Element list = section.appendElement("ul");
        sentences.forEach(sentence -> list.appendElement("li").text(sentence));
    }

    private static void contents(Document page, Element main) {
        Element list = slot(page, "contents").appendElement("ul");
        for (Element section : main.children()) {
            list.appendElement("li")
                    .appendElement("a")
                    .attr("href", "#" + section.id())
                    .text(section.child(0).text());
        }
    }

    private static Element slot(Document page, String id) {
        return page.expectFirst("#" + id);
    }

    /** Text of a style or script, which is not escaped. */
    private static void raw(Document page, String id, String text) {
        slot(page, id).appendChild(new DataNode(text));
    }

    /** No character of it can end the element that it stands in. */
    private static String json(ReportContext context) {
        return Json.write(context.charts())
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    private static String policy(Document page) {
        return "default-src 'none'; img-src data:; style-src %s; script-src %s; base-uri 'none'; form-action 'none'"
                .formatted(hashes(page, "style"), hashes(page, "script:not([type])"));
    }

    private static String hashes(Document page, String elements) {
        return page.select(elements).stream()
                .map(e -> e.data().getBytes(StandardCharsets.UTF_8))
                .map(bytes -> Base64.getEncoder().encodeToString(Sha256.digest().digest(bytes)))
                .map(hash -> "'sha256-" + hash + "'")
                .collect(Collectors.joining(" "));
    }

    private static String text(String resource) {
        try (InputStream in = Page.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + resource, e);
        }
    }
}
