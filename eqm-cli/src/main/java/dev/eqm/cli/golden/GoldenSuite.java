package dev.eqm.cli.golden;

import ai.djl.Device;
import dev.eqm.cli.golden.CaseResult.Status;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A set of golden cases, ready to be run.
 *
 * <pre>{@code
 * try (GoldenSuite suite = GoldenSuite.open(folder)) {
 *     List<CaseResult> results = suite.run(Device.cpu(), GoldenListener.NONE);
 *     boolean right = GoldenSuite.passed(results);
 * }
 * }</pre>
 */
public final class GoldenSuite implements AutoCloseable {
    private static final String INDEX = "cases.json";
    private static final List<String> TABLES = List.of(OfficialModels.FILE, FlopCounts.FILE);

    private final Path folder;
    private final boolean temporary;
    private final JsonFields set;
    private final List<JsonFields> cases;

    private GoldenSuite(Path folder, boolean temporary) {
        this.folder = folder;
        this.temporary = temporary;
        this.set = JsonFields.read(folder.resolve(INDEX));
        int format = set.integer("format", 1);
        if (format != 1) {
            throw new GoldenException(set.where(), "format must be 1, got " + format);
        }
        this.cases = cases();
    }

    /**
     * The set in a folder; only cases.json is read now.
     *
     * @throws GoldenException if there is no readable cases.json; whatever else is wrong becomes a
     *     result of its case
     */
    public static GoldenSuite open(Path folder) {
        return new GoldenSuite(folder, false);
    }

    /** The light set on the class path, unpacked to a temporary folder until closed. */
    public static GoldenSuite bundled() {
        Path folder = BundledSet.unpack();
        try {
            return new GoldenSuite(folder, true);
        } catch (RuntimeException e) {
            BundledSet.delete(folder);
            throw e;
        }
    }

    /** The ids of all cases, in the order in which they run. */
    public List<String> ids() {
        return cases.stream().map(c -> c.text("id")).toList();
    }

    /** Runs every case; one that cannot be run is a result as well, and the others go on. */
    public List<CaseResult> run(Device device, GoldenListener listener) {
        List<CaseResult> results = new ArrayList<>();
        for (JsonFields settings : cases) {
            listener.started(settings.text("id"), results.size() + 1, cases.size());
            results.add(run(settings, device));
            listener.finished(results.get(results.size() - 1));
        }
        return results;
    }

    /** Runs the case of that id. */
    public CaseResult run(String id, Device device) {
        JsonFields settings =
                cases.stream()
                        .filter(c -> c.text("id").equals(id))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new BrokenRuleException(
                                                "no case " + id + "; there are " + ids()));
        return run(settings, device);
    }

    /** Whether at least one case passed, and none failed or broke. */
    public static boolean passed(List<CaseResult> results) {
        return results.stream().allMatch(CaseResult::acceptable)
                && results.stream().anyMatch(r -> r.status() == Status.PASSED);
    }

    /**
     * Catches what any file may provoke in any module: one broken case must not hide the others.
     */
    private CaseResult run(JsonFields settings, Device device) {
        String id = settings.text("id");
        String name = id;
        List<ArrayResult> results = List.of();
        List<Gap> gaps = List.of();
        try {
            GoldenGroups.Entry entry = GoldenGroups.of(settings);
            name = entry.name();
            if (!entry.reason().isEmpty()) {
                return notCovered(id, entry, settings);
            }
            GoldenCase golden = GoldenCase.open(folder, set, settings, device);
            Answers answers = new Answers(golden);
            try (GradMode off = GradMode.off();
                    Scope scope = Scope.open()) {
                entry.group().run(golden, answers);
            } finally {
                results = answers.results();
                gaps = answers.gaps("not reached");
            }
            return CaseResult.ran(id, name, results, answers.gaps("eqm computes no such array"));
        } catch (RuntimeException e) {
            return new CaseResult(id, name, Status.ERROR, results, gaps, describe(e));
        }
    }

    private static CaseResult notCovered(String id, GoldenGroups.Entry entry, JsonFields settings) {
        List<Gap> gaps = new ArrayList<>();
        if (settings.has("arrays")) {
            for (ArraySpec spec : ArraySpec.all(settings).values()) {
                if (spec.expected()) {
                    gaps.add(new Gap(spec.name(), entry.reason()));
                }
            }
        }
        return new CaseResult(
                id, entry.name(), Status.NOT_COVERED, List.of(), gaps, entry.reason());
    }

    /** The message; the type as well where the message alone would say little. */
    private static String describe(RuntimeException e) {
        return e.getClass().getPackageName().startsWith("dev.eqm") ? e.getMessage() : e.toString();
    }

    /** The cases of the index, then the tables and other files of the folder. */
    private List<JsonFields> cases() {
        List<JsonFields> all = new ArrayList<>();
        for (JsonFields settings : set.objects("cases")) {
            settings.text("id");
            all.add(settings);
        }
        Set<String> files = new LinkedHashSet<>();
        for (JsonFields other : set.objects("other_files")) {
            if (!other.has("case")) {
                files.add(other.text("file"));
            }
        }
        TABLES.stream().filter(t -> Files.exists(folder.resolve(t))).forEach(files::add);
        for (String file : files) {
            String id = OfficialModels.FILE.equals(file) ? OfficialModels.ID : file;
            id = FlopCounts.FILE.equals(file) ? FlopCounts.ID : id;
            all.add(new JsonFields(set.where() + ", " + file, Map.of("id", id, "file", file)));
        }
        return List.copyOf(all);
    }

    /** Deletes what was unpacked; a set that lay in a folder stays. */
    @Override
    public void close() {
        if (temporary) {
            BundledSet.delete(folder);
        }
    }
}
