package dev.eqm.run.reproduce;

import static dev.eqm.core.check.Check.require;

import dev.eqm.run.reproduce.item.ItemFiles;
import dev.eqm.run.reproduce.item.Scale;
import dev.eqm.run.reproduce.work.Binder;
import dev.eqm.run.reproduce.work.ItemCost;
import dev.eqm.run.reproduce.work.ItemPlan;
import dev.eqm.run.reproduce.work.Results;
import java.nio.file.Path;
import java.util.List;

/**
 * Which items, how large, and where everything is kept. The same request again goes on where the
 * last one was stopped; another one in the same folder shares what is already there.
 *
 * @param files items, scales and configurations
 * @param items names, or {@code all} alone
 * @param scale tiny, here or paper
 * @param seeds trainings of every arm; {@link #SEEDS_OF_SCALE}: as many as the scale says
 * @param out keeps {@code trainings/}, {@code results/} and the report
 */
public record ReproduceRequest(
        ItemFiles files, List<String> items, String scale, int seeds, Path out) {
    /** As many seeds as the scale says. */
    public static final int SEEDS_OF_SCALE = 0;

    public ReproduceRequest {
        require(seeds >= 0, "seeds must not be negative, got %s", seeds);
        items = List.copyOf(items);
    }

    /** The same at another scale. */
    public ReproduceRequest at(String other) {
        Path place = out.endsWith(scale) ? out.resolveSibling(other) : out; // as is usual
        return new ReproduceRequest(files, items, other, SEEDS_OF_SCALE, place);
    }

    /** How large everything is. */
    public Scale size() {
        return files.scale(scale);
    }

    /** What is already there. */
    public Results results() {
        return new Results(out.resolve("results"));
    }

    /**
     * Everything that is to be done, bound and checked; nothing is written.
     *
     * @throws dev.eqm.run.UsageException for an item or scale that is not there
     * @throws dev.eqm.run.config.ConfigException with everything that is wrong in a file
     */
    public List<ItemPlan> plans() {
        Scale size = size();
        int trainings = seeds == SEEDS_OF_SCALE ? size.seeds() : seeds;
        Binder binder = new Binder(files, scale, size, out.resolve("trainings"));
        List<ItemPlan> plans =
                files.items(items).stream()
                        .map(item -> new ItemPlan(item, scale, size, binder, trainings))
                        .toList();
        plans.forEach(ItemPlan::jobs); // everything is bound once before work begins
        return plans;
    }

    /** What it costs, item by item; what an earlier item needs too is counted there. */
    public List<ItemCost> costs() {
        return costs(plans());
    }

    /** The same of plans of this request, which take some time to make. */
    public List<ItemCost> costs(List<ItemPlan> plans) {
        return ItemCost.of(plans, results());
    }

    /** The costs of plans of this request if each item is done alone. */
    public List<ItemCost> costsAlone(List<ItemPlan> plans) {
        return plans.stream().map(plan -> ItemCost.of(List.of(plan), results()).get(0)).toList();
    }
}
