package dev.eqm.cli.golden;

import static dev.eqm.core.check.Check.require;

import ai.djl.Device;
import dev.eqm.cli.golden.CaseResult.Status;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A set of golden cases, ready to be run.
 *
 * <pre>{@code
 * try (GoldenSuite suite = GoldenSuite.open(folder)) {
 *     List<CaseResult> results = suite.run(Device.cpu(), result -> {});
 *     boolean right = GoldenSuite.passed(results);
 * }
 * }</pre>
 */
public final class GoldenSuite implements AutoCloseable {
    private static final String INDEX = "cases.json";

    /** Tables that a folder may hold -> the ids of their cases. */
    private static final Map<String, String> TABLES =
            Map.of(
                    ModelTables.SIZES, ModelTables.SIZES_ID,
                    ModelTables.FLOPS, ModelTables.FLOPS_ID);

    private final Path folder;
    private final boolean temporary;
    private final JsonFields set;
    private final List<JsonFields> cases;

    private GoldenSuite(Path folder, boolean temporary) {
        this.folder = folder;
        this.temporary = temporary;
        this.set = JsonFields.read(folder.resolve(INDEX));
        int format = set.integer("format", 1);
        GoldenException.require(format == 1, set.where(), "format must be 1, got %s", format);
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

    /**
     * Runs every case; one that cannot be run is a result as well, and the others go on.
     *
     * @param each hears of a case when it is done, on this thread
     */
    public List<CaseResult> run(Device device, Consumer<CaseResult> each) {
        List<CaseResult> results = new ArrayList<>();
        for (JsonFields settings : cases) {
            CaseResult result = run(settings, device);
            results.add(result);
            each.accept(result);
        }
        return results;
    }

    /** Runs the case of that id. */
    public CaseResult run(String id, Device device) {
        require(ids().contains(id), "no case %s; available: %s", id, ids());
        return run(cases.get(ids().indexOf(id)), device);
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
        List<ArrayResult> results = List.of();
        List<Gap> gaps = List.of();
        try {
            GoldenGroups.Entry entry = GoldenGroups.of(settings);
            if (!entry.reason().isEmpty()) {
                return notCovered(id, entry.reason(), settings);
            }
            try (GoldenCase golden = GoldenCase.open(folder, set, settings, device);
                    GradMode off = GradMode.off();
                    Scope scope = Scope.open()) {
                Answers answers = new Answers(golden);
                try {
                    entry.group().run(golden, answers);
                } finally {
                    results = answers.results();
                    gaps = answers.gaps("not reached");
                }
                return CaseResult.ran(
                        id, results, answers.gaps("eqm does not compute such an array"));
            }
        } catch (RuntimeException e) {
            return new CaseResult(id, Status.ERROR, results, gaps, describe(e));
        }
    }

    /** A case that nobody runs: everything that it expects is a gap. */
    private static CaseResult notCovered(String id, String reason, JsonFields settings) {
        List<Gap> gaps = new ArrayList<>();
        if (settings.has("arrays")) {
            ArraySpec.all(settings).values().stream()
                    .filter(ArraySpec::expected)
                    .forEach(spec -> gaps.add(new Gap(spec.name(), reason)));
        }
        return new CaseResult(id, Status.NOT_COVERED, List.of(), gaps, reason);
    }

    /** The message; the type as well where the message alone would say little. */
    private static String describe(RuntimeException e) {
        return e.getClass().getPackageName().startsWith("dev.eqm") ? e.getMessage() : e.toString();
    }

    /** The cases of the index, then the tables and other files of the folder. */
    private List<JsonFields> cases() {
        List<JsonFields> all = new ArrayList<>(set.objects("cases"));
        all.forEach(settings -> settings.text("id")); // each must have one
        Set<String> files = new LinkedHashSet<>();
        set.objects("other_files").stream()
                .filter(other -> !other.has("case"))
                .forEach(other -> files.add(other.text("file")));
        Stream.of(ModelTables.SIZES, ModelTables.FLOPS)
                .filter(table -> Files.exists(folder.resolve(table)))
                .forEach(files::add);
        for (String file : files) {
            String id = TABLES.getOrDefault(file, file);
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
