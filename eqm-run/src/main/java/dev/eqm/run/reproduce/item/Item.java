package dev.eqm.run.reproduce.item;

import static dev.eqm.core.check.Check.require;

import dev.eqm.run.reproduce.measure.FrechetMeasure;
import dev.eqm.run.reproduce.measure.Measure;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A claim and the experiment that asks whether it holds: one YAML file, no code.
 *
 * @param title of its report
 * @param source where the claim stands, such as {@code Table 4}; {@code not in the paper} for
 *     questions of our own
 * @param claim in words, with the paper's figures
 * @param published numbers of the paper: {@link Published}
 * @param arms what is trained and sampled
 * @param axis what is varied and reported
 * @param search what is chosen for every arm
 * @param measure what is measured
 * @param comparisons what the claim says of the numbers: {@link Comparison}
 * @param relations which numbers rise together over its arms: {@link Relation}
 * @param note what a reader must know to judge the numbers; may be empty
 * @param page for an item that is a page of the documentation or a test: where it is; then it has
 *     no arms
 * @param tiny what is otherwise at the smallest scale
 * @param here what is otherwise on two cores
 * @param paper what is otherwise at the paper's scale
 */
public record Item(
        String title,
        String source,
        String claim,
        List<String> published,
        List<Arm> arms,
        Axis axis,
        Search search,
        Measure measure,
        List<String> comparisons,
        List<String> relations,
        String note,
        String page,
        ScaleChange tiny,
        ScaleChange here,
        ScaleChange paper) {
    /** What {@code page} is for an experiment. */
    public static final String NO_PAGE = "none";

    /** What a file overlays; it is no item itself. */
    public static final Item BLANK =
            new Item(
                    "untitled",
                    "nowhere",
                    "nothing",
                    List.of(),
                    List.of(),
                    Axis.NONE,
                    Search.NONE,
                    new FrechetMeasure(),
                    List.of(),
                    List.of(),
                    "",
                    NO_PAGE,
                    ScaleChange.NONE,
                    ScaleChange.NONE,
                    ScaleChange.NONE);

    public Item {
        published = List.copyOf(published);
        arms = List.copyOf(arms);
        comparisons = List.copyOf(comparisons);
        relations = List.copyOf(relations);
        relations.forEach(Relation::of);
        for (ScaleChange change : List.of(ScaleChange.NONE, tiny, here, paper)) {
            List<Arm> there = change.arms().isEmpty() ? arms : change.arms();
            Set<String> names = names(there);
            requireKnown(names, comparisons.stream().map(Comparison::of).flatMap(Item::sides));
            requireKnown(names, published.stream().map(Published::of).map(Published::of));
        }
    }

    private static Set<String> names(List<Arm> arms) {
        Set<String> names = new HashSet<>();
        for (Arm arm : arms) {
            require(
                    names.add(arm.name()),
                    "arms must not contain a name twice, got %s",
                    arm.name());
        }
        return names;
    }

    private static Stream<Selector> sides(Comparison comparison) {
        return Stream.of(comparison.left(), comparison.right()).filter(s -> !s.isConstant());
    }

    private static void requireKnown(Set<String> names, Stream<Selector> selectors) {
        selectors.forEach(
                s ->
                        require(
                                names.contains(s.arm()),
                                "comparisons and published numbers must name arms of the item, %s, got %s",
                                names,
                                s.arm()));
    }

    /** Whether it is an experiment, rather than a page or a test. */
    public boolean isExperiment() {
        return !arms.isEmpty();
    }

    /** What the claim says of the numbers. */
    public List<Comparison> asked() {
        return comparisons.stream().map(Comparison::of).toList();
    }

    /** Which numbers rise together. */
    public List<Relation> related() {
        return relations.stream().map(Relation::of).toList();
    }

    /** The numbers of the paper. */
    public List<Published> numbers() {
        return published.stream().map(Published::of).toList();
    }

    /** The arms at a scale. */
    public List<Arm> armsAt(String scale) {
        return at(scale).arms().isEmpty() ? arms : at(scale).arms();
    }

    /** What is otherwise at a scale. */
    public ScaleChange at(String scale) {
        return switch (scale) {
            case "tiny" -> tiny;
            case "here" -> here;
            default -> paper;
        };
    }

    /** The axis at a scale. */
    public Axis axisAt(String scale) {
        return axis.with(at(scale).axis());
    }

    /** The search at a scale. */
    public Search searchAt(String scale) {
        return search.with(at(scale).search(), at(scale).calls());
    }
}
