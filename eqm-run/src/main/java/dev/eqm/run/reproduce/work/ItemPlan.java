package dev.eqm.run.reproduce.work;

import dev.eqm.run.reproduce.item.Arm;
import dev.eqm.run.reproduce.item.Axis;
import dev.eqm.run.reproduce.item.NamedItem;
import dev.eqm.run.reproduce.item.Scale;
import dev.eqm.run.reproduce.item.ScaleChange;
import dev.eqm.run.reproduce.item.Search;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What an item needs at a scale.
 *
 * <p>Seed k of every arm is trained with {@code train.seed} k, so initial weights, order of the
 * data and draws of γ and ε are the same for arms of one network, and sampled from noise 1000 + k,
 * which all arms share. Searches sample from noise 2000 + k.
 *
 * @param scaleName tiny, here or paper
 * @param seeds trainings of every arm
 */
public record ItemPlan(NamedItem item, String scaleName, Scale scale, Binder binder, int seeds) {
    private static final long REPORTED = 1000;
    private static final long SEARCHED = 2000;

    private ScaleChange change() {
        return item.item().at(scaleName);
    }

    /** Whether there is anything to train or measure at this scale. */
    public boolean isOn() {
        return item.item().isExperiment() && change().without().isEmpty();
    }

    /** Why there is nothing to do; empty if there is. */
    public String without() {
        return item.item().isExperiment() ? change().without() : item.item().page();
    }

    /** What is varied. */
    public Axis axis() {
        return item.item().axisAt(scaleName);
    }

    /** What is searched. */
    public Search search() {
        return item.item().searchAt(scaleName);
    }

    /** Samples behind every reading. */
    public int samples() {
        return change().samples() == 0 ? scale.samples() : change().samples();
    }

    /** Every arm at every value that it looks at, in the order of the table. */
    public List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        if (isOn()) {
            for (Arm arm : item.item().armsAt(scaleName)) {
                if (arm.uses(axis().name())) {
                    axis().values().forEach(value -> cells.add(new Cell(arm, value)));
                } else {
                    cells.add(new Cell(arm, ""));
                }
            }
        }
        return cells;
    }

    /** Whether a value is searched for a cell. */
    public boolean isSearched(Cell cell) {
        return cell.arm().uses(search().name());
    }

    private String anyChoice(Cell cell) {
        return isSearched(cell) ? search().values().get(0) : "";
    }

    /** All trainings, each once, those of a seed together and warm starts behind their parents. */
    public List<TrainingTask> trainings() {
        Map<String, TrainingTask> all = new LinkedHashMap<>();
        for (int seed = 0; seed < seeds; seed++) {
            for (Cell cell : cells()) {
                TrainingTask task = bound(cell, anyChoice(cell), seed).training();
                Stream.concat(task.after().stream(), Stream.of(task))
                        .forEach(t -> all.putIfAbsent(t.key(), t));
            }
        }
        return List.copyOf(all.values());
    }

    private Bound bound(Cell cell, String choice, int seed) {
        return binder.bind(item, cell.arm(), cell.place(), choice, seed);
    }

    /** Jobs of every value that is tried for a cell, by seed. */
    public Map<String, List<Job>> searches(Cell cell) {
        Map<String, List<Job>> all = new LinkedHashMap<>();
        if (isSearched(cell)) {
            for (String value : search().values()) {
                all.put(value, jobs(cell, value, SEARCHED, Math.min(samples(), scale.searched())));
            }
        }
        return all;
    }

    /**
     * The jobs that are reported, by seed.
     *
     * @param choice what the search chose; empty if nothing is searched
     */
    public List<Job> reported(Cell cell, String choice) {
        return jobs(cell, choice, REPORTED, samples());
    }

    private List<Job> jobs(Cell cell, String choice, long noise, int count) {
        return IntStream.range(0, seeds)
                .mapToObj(
                        seed ->
                                Job.of(
                                        bound(cell, choice, seed),
                                        item.item().measure(),
                                        false,
                                        noise + seed,
                                        count,
                                        scale))
                .toList();
    }

    /** What real images have, by seed; none for a measure that says nothing of them. */
    public List<Job> floors() {
        if (!isOn() || !item.item().measure().hasFloor()) {
            return List.of();
        }
        Cell first = cells().get(0);
        return IntStream.range(0, seeds)
                .mapToObj(
                        seed ->
                                Job.of(
                                        bound(first, anyChoice(first), seed),
                                        item.item().measure(),
                                        true,
                                        REPORTED + seed,
                                        samples(),
                                        scale))
                .toList();
    }

    /** Every job that may be done, with any choice of the searches: for costs. */
    public List<Job> jobs() {
        List<Job> all = new ArrayList<>(floors());
        for (Cell cell : cells()) {
            searches(cell).values().forEach(all::addAll);
            all.addAll(reported(cell, anyChoice(cell)));
        }
        return all;
    }
}
