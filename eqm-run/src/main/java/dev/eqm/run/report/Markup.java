package dev.eqm.run.report;

import java.util.List;
import java.util.Locale;
import org.jsoup.nodes.Element;

/**
 * The few kinds of elements that pages are made of. All text goes through jsoup, which escapes it:
 * whatever a run, a class or a file is called stands on the page as it is spelled.
 */
final class Markup {
    private Markup() {}

    /**
     * A section with its heading.
     *
     * @param id of the section, for links
     * @param level 2 below the page, 3 below a section, 4 below that
     */
    static Element section(Element parent, String id, int level, String title) {
        Element section = parent.appendElement("section").id(id);
        section.attr("aria-labelledby", id + "-title");
        heading(section, level, title).id(id + "-title");
        return section;
    }

    static Element heading(Element parent, int level, String title) {
        return parent.appendElement("h" + level).text(title);
    }

    static void paragraph(Element parent, String text) {
        parent.appendElement("p").text(text);
    }

    /** A sentence about what is not there, and the command that makes it. */
    static void missing(Element parent, String sentence, String command) {
        Element p = parent.appendElement("p").addClass("missing");
        p.appendText(sentence + " ");
        p.appendElement("code").text(command);
    }

    /** A table whose first column names its rows; it scrolls by itself where it is too wide. */
    static void table(Element parent, String caption, List<String> head, List<List<String>> rows) {
        Element frame = parent.appendElement("div").addClass("scroll").attr("tabindex", "0");
        frame.attr("role", "region").attr("aria-label", caption);
        Element table = frame.appendElement("table");
        table.appendElement("caption").text(caption);
        Element titles = table.appendElement("thead").appendElement("tr");
        head.forEach(title -> titles.appendElement("th").attr("scope", "col").text(title));
        Element body = table.appendElement("tbody");
        for (List<String> cells : rows) {
            Element row = body.appendElement("tr");
            row.appendElement("th").attr("scope", "row").text(cells.get(0));
            cells.subList(1, cells.size()).forEach(cell -> cell(row, cell));
        }
    }

    private static void cell(Element row, String text) {
        Element cell = row.appendElement("td").text(text.isEmpty() ? Numbers.NONE : text);
        if (text.matches("[-0-9.,:e+%±\\[\\] –]+")) {
            cell.addClass("number");
        } else if (text.matches("[0-9a-f]{64}")) {
            cell.addClass("hash");
        }
    }

    /** Something that is folded away until somebody wants it. */
    static Element details(Element parent, String summary) {
        Element details = parent.appendElement("details");
        details.appendElement("summary").text(summary);
        return details;
    }

    /** A text as it is, line by line. */
    static void preformatted(Element parent, String text) {
        parent.appendElement("pre").attr("tabindex", "0").text(text);
    }

    static void picture(Element parent, EmbeddedPicture picture, String alt, String caption) {
        Element figure = parent.appendElement("figure").addClass("picture");
        image(figure, picture, alt);
        figure.appendElement("figcaption").text(caption);
    }

    static void image(Element parent, EmbeddedPicture picture, String alt) {
        parent.appendElement("img")
                .attr("src", picture.uri())
                .attr("alt", alt)
                .attr("width", String.format(Locale.ROOT, "%d", picture.shownWidth()))
                .attr("height", String.format(Locale.ROOT, "%d", picture.shownHeight()));
    }
}
