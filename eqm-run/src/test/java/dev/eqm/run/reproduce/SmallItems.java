package dev.eqm.run.reproduce;

import dev.eqm.core.store.Json;
import dev.eqm.run.reproduce.item.ItemFiles;
import dev.eqm.run.reproduce.outcome.ReproductionReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A folder of configurations with items of a test's own, at scale tiny. */
public final class SmallItems {
    /** The repository's. */
    public static final Path CONFIGS = Path.of("..", "configs");

    private SmallItems() {}

    /** Copies configurations and scales; items are written by {@link #write}. */
    public static ItemFiles in(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("reproduce/scales"));
        for (String name : List.of("fashion-mnist.yaml", "toy-2d.yaml")) {
            Files.copy(CONFIGS.resolve(name), folder.resolve(name));
        }
        for (String scale : ItemFiles.SCALES) {
            String name = "reproduce/scales/" + scale + ".yaml";
            Files.copy(CONFIGS.resolve(name), folder.resolve(name));
        }
        return new ItemFiles(folder);
    }

    /** Two step sizes of one model, searched and compared. */
    public static final String TWO_ARMS =
            """
            title: Two rules
            source: of a test
            claim: GD is worse than NAG.
            arms:
              - {name: GD, from: eqm, training: [], sampling: [rule.kind=gd, "rule.eta={eta}"]}
              - {name: NAG, from: eqm, training: [train.steps=6], sampling: [rule.kind=nag, "rule.eta={eta}"]}
            search: {name: eta, title: step size, values: ["0.01", "0.02"]}
            measure: {kind: frechet}
            comparisons: [NAG < GD, calls of NAG = calls of GD]
            """;

    /** Writes an item. */
    public static void write(ItemFiles files, String id, String yaml) throws IOException {
        Files.writeString(files.folder().resolve(id + ".yaml"), yaml);
    }

    /** A request at scale tiny. */
    public static ReproduceRequest request(ItemFiles files, Path out, String... items) {
        return new ReproduceRequest(
                files, List.of(items), "tiny", ReproduceRequest.SEEDS_OF_SCALE, out);
    }

    /** report.json without what depends on the speed of the machine. */
    public static String withoutTimes(Path out) throws IOException {
        Map<?, ?> all = (Map<?, ?>) Json.parse(Files.readString(out.resolve("report.json")));
        all.remove("times");
        return Json.writePretty(all);
    }

    /** The same of a report. */
    public static String withoutTimes(ReproductionReport report) {
        Map<String, Object> all = report.toJson();
        all.remove("times");
        return Json.writePretty(all);
    }
}
