package dev.eqm.run.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonObject;
import dev.eqm.run.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that a report is, looked at as a browser would. */
class ReportRequestTest {
    @TempDir private Path runs;

    private Document report(Path... folders) {
        return read(ReportRequest.of(List.of(folders)).run());
    }

    private static Document read(ReportFile report) {
        try {
            String text = Files.readString(report.file());
            assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSize((int) report.bytes());
            return Jsoup.parse(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private WrittenRun run(String name) {
        return new WrittenRun(runs.resolve(name));
    }

    /** The charts of the script, by title. */
    private static Map<?, ?> chart(Document page, String title) {
        Object all = Json.parse(page.expectFirst("#data").data());
        return ((List<?>) all)
                .stream()
                        .map(c -> (Map<?, ?>) c)
                        .filter(c -> title.equals(c.get("title")))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no chart " + title));
    }

    private static Map<?, ?> table(Map<?, ?> chart, int number) {
        return (Map<?, ?>) ((List<?>) chart.get("tables")).get(number);
    }

    private static List<Double> values(Map<?, ?> chart, int table, int curve) {
        List<?> curves = (List<?>) table(chart, table).get("curves");
        return numbers(((Map<?, ?>) curves.get(curve)).get("values"));
    }

    private static List<Double> numbers(Object list) {
        return ((List<?>) list)
                .stream().map(v -> v == null ? null : ((Number) v).doubleValue()).toList();
    }

    @Test
    void thePageHoldsTheNumbersOfTheMetrics() {
        Document page = report(run("one").path());
        Map<?, ?> loss = chart(page, "Loss");
        assertThat(numbers(table(loss, 0).get("x")))
                .containsExactly(10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 100.0);
        List<Double> values = values(loss, 0, 0);
        for (int i = 0; i < 10; i++) {
            assertThat(values.get(i)).isCloseTo(WrittenRun.loss(i), within(1e-6));
        }
        Map<?, ?> bins = chart(page, "Explained variance by γ");
        assertThat((List<?>) table(bins, 0).get("curves")).hasSize(10);
        assertThat(values(bins, 0, 7).get(9)).isCloseTo(0.359, within(1e-9));
        assertThat(values(chart(page, "Gradient norm"), 0, 0)).startsWith(1.5, 2.5);
        assertThat(values(chart(page, "Learning rate"), 0, 0)).containsOnly(0.002);
        assertThat(page.text())
                .contains("100 of 100 steps, complete", "Abacus 3000", "libtorch 2.7.1");
        assertThat(page.select("pre").text()).contains("lambda: 4.0");
        assertThat(page.select("table").text()).contains(Numbers.text(WrittenRun.loss(3)));
    }

    @Test
    void whereARunWasStoppedIsMarked() {
        Document page = report(run("one").path());
        List<?> marks = (List<?>) chart(page, "Loss").get("marks");
        assertThat(marks.stream().map(m -> "" + ((Map<?, ?>) m).get("x")))
                .containsExactly("40.0", "60.0");
        assertThat(marks.stream().map(m -> "" + ((Map<?, ?>) m).get("text")))
                .containsExactly("stopped, resumed", "killed, resumed");
        assertThat(page.select("#summary table").last().text())
                .contains("2026-11-30 10:04:00", "10:00:00 – killed");
    }

    /** From the step that a run goes on after, seconds and images are not of the same steps. */
    @Test
    void speedIsLeftOutWhereItIsNotKnown() {
        WrittenRun run = run("one");
        run.write(
                "history.jsonl",
                """
                {"began":0,"time":"2026-11-30T10:00:00Z"}
                {"began":45,"time":"2026-11-30T10:00:00Z"}
                """);
        List<Double> speed = values(chart(report(run.path()), "Images per second"), 0, 0);
        assertThat(speed).hasSize(10);
        assertThat(speed.get(3)).isEqualTo(20);
        assertThat(speed.get(4)).isNull();
        assertThat(speed.get(5)).isEqualTo(20);
    }

    @Test
    void thePageAsksForNothing() {
        Document page = report(run("one").path());
        for (Element element : page.getAllElements()) {
            for (String name :
                    List.of("src", "href", "srcset", "data", "action", "poster", "style")) {
                String value = element.attr(name);
                assertThat(value)
                        .as("%s of %s", name, element.tagName())
                        .matches(v -> v.isEmpty() || v.startsWith("data:") || v.startsWith("#"));
            }
            assertThat(element.attributes())
                    .as("handlers are scripts that the policy would stop")
                    .noneMatch(a -> a.getKey().startsWith("on"));
        }
        assertThat(page.select("iframe, object, embed, base, form, audio, video")).isEmpty();
        String scripts =
                page.select("script").stream()
                        .map(s -> s.data().replaceAll("(?s)/\\*.*?\\*/", ""))
                        .reduce("", String::concat);
        assertThat(scripts)
                .doesNotContain("http://", "https://", "fetch(", "XMLHttpRequest", "import(");
        page.select("style")
                .forEach(s -> assertThat(s.data()).doesNotContain("url(", "@import", "http"));
    }

    /** A hash that does not fit would leave the page without charts. */
    @Test
    void thePolicyAllowsItsOwnScriptsAlone() throws Exception {
        Document page = report(run("one").path());
        String policy =
                page.expectFirst("meta[http-equiv=Content-Security-Policy]").attr("content");
        assertThat(policy).startsWith("default-src 'none'; ").doesNotContain("unsafe");
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Element own : page.select("style, script:not([type])")) {
            byte[] hash = digest.digest(own.data().getBytes(StandardCharsets.UTF_8));
            assertThat(policy).contains("'sha256-" + Base64.getEncoder().encodeToString(hash));
        }
        assertThat(page.select("script:not([type])").first().data()).contains("uPlot");
        assertThat(page.expectFirst("#licence").text())
                .contains("MIT License", "Leon Sorokin", "WITHOUT WARRANTY OF ANY KIND");
    }

    @Test
    void whateverThingsAreCalledStandsAsItIsSpelled() {
        String evil = "</script><script>alert('Ä \"1\" & 2')</script><img src=x onerror=alert(3)>";
        WrittenRun run = run("evil");
        run.with("kind: truncated", "kind: '" + evil.replace("'", "''") + "'");
        run.write("data.json", Json.write(Map.of("images", evil, "classes", List.of(evil, "衣"))));
        run.write(
                "evaluation.json",
                Json.write(
                        Map.of(
                                "scores",
                                List.of(Map.of("name", evil, "value", 1.25)),
                                "protocol",
                                Map.of("model", evil),
                                "warnings",
                                List.of(evil))));
        run.write(
                "metrics.jsonl",
                WrittenRun.lines(2)
                        + Json.write(Map.of("step", 20L, "evaluation", Map.of(evil, 7.5)))
                        + "\n");
        Document page = report(run.path());
        assertThat(page.select("script")).hasSize(3);
        assertThat(page.select("img")).hasSize(2).noneMatch(img -> img.hasAttr("onerror"));
        assertThat(page.select("#summary td").eachText()).contains(evil, evil + ", 衣");
        assertThat(page.select("#scores th").eachText()).contains(evil);
        assertThat(page.text()).contains("Note: " + evil);
        assertThat(values(chart(page, evil), 0, 0)).containsExactly(7.5);
    }

    @Test
    void gridsAreThereWithWordsForThoseWhoDoNotSeeThem() throws IOException {
        WrittenRun run = run("one");
        Document page = report(run.path());
        List<Element> pictures = page.select(".grid img");
        assertThat(pictures)
                .extracting(img -> img.attr("alt"))
                .containsExactly(
                        "Grid of samples of one after step 20",
                        "Grid of samples of one after step 100");
        String uri = pictures.get(1).attr("src").replace("data:image/png;base64,", "");
        assertThat(Base64.getDecoder().decode(uri))
                .isEqualTo(Files.readAllBytes(run.run().preview(100)));
        assertThat(page.select("label[for=step]").text()).isEqualTo("Step");
        assertThat(page.select("[role=img]"))
                .isNotEmpty()
                .allMatch(e -> !e.attr("aria-label").isEmpty());
        assertThat(page.select("h1")).hasSize(1);
        assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
    }

    @Test
    void runsStandSideBySide() {
        WrittenRun one = run("one");
        WrittenRun two = run("two").with("lambda: 4.0", "lambda: 2.5");
        WrittenRun three = run("three").with("    lambda: 4.0\n", "");
        score(one, "FMD", 12.5);
        score(three, "FMD", 9.25);
        score(three, "recall", 0.5);
        ReportRequest request = ReportRequest.of(List.of(one.path(), two.path(), three.path()));
        Document page = read(request.run());
        assertThat(request.out()).isEqualTo(runs.resolve("report-one-two-three.html"));
        assertThat((List<?>) chart(page, "Loss").get("tables")).hasSize(3);
        assertThat(page.select("#differences tbody tr")).hasSize(1);
        assertThat(page.select("#differences tbody tr").first().children().eachText())
                .containsExactly("loss.schedule.lambda", "4.0", "2.5", "–");
        assertThat(page.select("#scores-beside thead th").eachText())
                .containsExactly("score", "one", "three");
        assertThat(page.select("#scores-beside tbody tr").eachText())
                .containsExactly("FMD 12.5 9.25", "recall – 0.5");
        assertThat(page.select(".run-grids h3").eachText()).containsExactly("one", "two", "three");
        assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
        chart(page, "two: explained variance by γ");
    }

    /** Adds a score to those of eqm evaluate. */
    private static void score(WrittenRun run, String name, double value) {
        Path file = run.path().resolve("scores.json");
        List<Object> scores = new ArrayList<>();
        RunRecord.json(file, new ArrayList<>()).values().stream()
                .filter(v -> v instanceof List<?>)
                .forEach(v -> scores.addAll((List<?>) v));
        scores.add(Map.of("name", name, "value", value));
        run.write(
                "scores.json",
                Json.write(JsonObject.of("scores", scores).with("protocol", Map.of())));
    }

    @Test
    void damageCostsTheDamagedPartAlone() throws IOException {
        WrittenRun run = run("one");
        String good = WrittenRun.lines(10);
        int third = good.indexOf("{\"step\":30");
        run.write(
                "metrics.jsonl",
                good.substring(0, third) + "{\"step\":30,\"lo\n" + good.substring(third) + "{\"st");
        byte[] bytes = Files.readAllBytes(run.run().preview(100));
        Files.write(run.run().preview(100), Arrays.copyOf(bytes, bytes.length / 2));
        run.write("evaluation.json", "{\"scores\": [");
        run.write("checkpoints/00000040/state.json", "not JSON");
        run.write("data.json", "[1]");
        ReportFile report = ReportRequest.of(List.of(run.path())).run();
        Document page = read(report);
        assertThat(values(chart(page, "Loss"), 0, 0)).hasSize(10);
        assertThat(page.select(".grid img")).hasSize(1);
        assertThat(report.passedOver())
                .hasSize(5)
                .anySatisfy(s -> assertThat(s).contains("metrics.jsonl: 2 lines", "(line 3, 12)"))
                .anySatisfy(s -> assertThat(s).contains("00000100.png"))
                .anySatisfy(s -> assertThat(s).contains("evaluation.json"))
                .anySatisfy(s -> assertThat(s).contains("state.json"))
                .anySatisfy(s -> assertThat(s).contains("data.json"));
        assertThat(page.select("#passed-over li").eachText())
                .containsExactlyElementsOf(report.passedOver());
    }

    @Test
    void whatIsMissingIsLeftOutWithTheCommandThatMakesIt() throws IOException {
        WrittenRun run = run("bare");
        for (String name : List.of("metrics.jsonl", "history.jsonl", "data.json")) {
            Files.delete(run.path().resolve(name));
        }
        Files.delete(run.run().preview(20));
        Files.delete(run.run().preview(100));
        run.write("config.yaml", "{ this is no YAML");
        Document page = report(run.path());
        assertThat(page.select(".plot")).isEmpty();
        assertThat(page.select(".slider")).isEmpty();
        String path = run.path().toString();
        assertThat(page.select(".missing code").eachText())
                .contains(
                        "eqm train --config FILE --set preview.every=1000",
                        "eqm sample --run " + path + " --count 40 --format grid,norms,steps",
                        "eqm inspect " + path + " --landscape --out " + path,
                        "eqm evaluate --run %s --count 1000 --labels balanced --json %s/evaluation.json"
                                .formatted(path, path));
        assertThat(page.select("pre").text()).contains("{ this is no YAML");
    }

    @Test
    void longRunsAndLargeGridsMakeNoLargeFile() {
        WrittenRun run = run("long");
        int lines = 50_000;
        run.write("metrics.jsonl", WrittenRun.lines(lines));
        for (int i = 1; i <= 60; i++) {
            run.grid(i * 8000L);
        }
        ReportFile report = ReportRequest.of(List.of(run.path())).run();
        Document page = read(report);
        assertThat(report.bytes()).isLessThan(3_000_000);
        List<Double> x = numbers(table(chart(page, "Loss"), 0).get("x"));
        assertThat(x).hasSizeBetween(1000, Thinning.POINTS).startsWith(10.0).endsWith(500_000.0);
        assertThat(page.select(".chart figcaption").text()).contains("of 50,000 values are drawn");
        assertThat(page.select(".grid"))
                .hasSize(25)
                .extracting(g -> g.attr("data-step"))
                .startsWith("20")
                .endsWith("480000");
        assertThat(page.select(".run-grids").text()).contains("25 of 62 grids are shown");
    }

    @Test
    void otherFilesAreNotTakenForReports() throws IOException {
        WrittenRun run = run("one");
        ReportRequest request = ReportRequest.of(List.of(run.path()));
        assertThat(request.wouldReplaceAnotherFile()).isFalse();
        request.run();
        assertThat(request.wouldReplaceAnotherFile()).isFalse();
        Path other = Files.writeString(runs.resolve("other.html"), "<!doctype html><p>mine");
        assertThat(request.to(other).wouldReplaceAnotherFile()).isTrue();
        assertThat(request.to(runs).wouldReplaceAnotherFile()).isFalse();
    }

    @Test
    void whatIsNoRunIsRefused() {
        WrittenRun run = run("one");
        assertThatThrownBy(() -> ReportRequest.of(List.of(runs)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("is not a run");
        assertThatThrownBy(() -> ReportRequest.of(List.of(run.path(), run.path().resolve("."))))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("named twice");
        List<Path> many =
                Stream.iterate(1, i -> i + 1).limit(9).map(i -> run("r" + i).path()).toList();
        assertThatThrownBy(() -> ReportRequest.of(many))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessageContaining("1 to 8 runs, got 9");
    }
}
