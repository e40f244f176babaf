package dev.eqm.cli.console;

import dev.eqm.run.plan.Accelerator;
import dev.eqm.run.reproduce.ReproduceRequest;
import dev.eqm.run.reproduce.work.ItemCost;
import dev.eqm.run.reproduce.work.ItemPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Items and their costs for people: of {@code eqm reproduce list} and {@code --dry-run}. */
public final class ReproduceText {
    private static final double GB = 1e9;
    private static final int CLAIM = 80;

    private ReproduceText() {}

    /** Prints a line an item: what it is, what it costs here and at the paper's scale. */
    public static void list(ReproduceRequest request, Console console) {
        List<ItemPlan> plans = request.plans();
        List<ItemCost> costs = request.costsAlone(plans);
        ReproduceRequest large = request.at("paper");
        List<ItemPlan> largePlans = large.plans();
        List<ItemCost> paper = large.costsAlone(largePlans);
        Accelerator gpu = h100();
        Table table =
                new Table(
                        "ITEM",
                        "SOURCE",
                        ">HOURS " + request.scale().toUpperCase(Locale.ROOT),
                        ">HOURS PAPER",
                        ">DONE",
                        "CLAIM");
        for (int i = 0; i < costs.size(); i++) {
            ItemCost cost = costs.get(i);
            ItemPlan plan = cost.plan();
            ItemCost published = paper.get(i);
            table.row(
                    plan.item().id(),
                    plan.item().item().source(),
                    plan.isOn() ? hours(cost.hoursHere()) : "-",
                    published.plan().isOn() ? hours(published.hours(gpu)) : "-",
                    plan.isOn() ? there(cost) : "-",
                    shortened(plan.item().item().claim()));
        }
        print(table, console);
        console.line("");
        String told =
                Console.text(
                        "HOURS: each item alone, as --dry-run counts it; on two CPU cores, at the paper's size on one %s at"
                                + " 40 %% of its peak. Items share work: all together take about %s and %s hours. DONE:"
                                + " trainings and measurements that are already on disk.",
                        gpu.name(),
                        hours(request.costs(plans).stream().mapToDouble(ItemCost::hoursHere).sum()),
                        hours(
                                large.costs(largePlans).stream()
                                        .mapToDouble(c -> c.hours(gpu))
                                        .sum()));
        Wrapping.lines(told, console.terminal().textWidth())
                .forEach(line -> console.line("%s", line));
    }

    /** Prints what each item needs, and all of them together. */
    public static void costs(ReproduceRequest request, Console console) {
        List<ItemCost> costs = request.costs();
        boolean gpus = request.scale().equals("paper");
        List<Accelerator> named = gpus ? Accelerator.ALL : List.of();
        List<String> head =
                new ArrayList<>(
                        List.of("ITEM", ">TRAININGS", ">DONE", ">SHARED", ">READINGS", ">DONE"));
        if (gpus) {
            named.forEach(g -> head.add(">H " + g.name()));
        } else {
            head.add(">HOURS");
        }
        head.add(">MEMORY");
        Table table = new Table(head.toArray(String[]::new));
        for (ItemCost cost : costs) {
            if (cost.plan().isOn()) {
                table.row(row(cost, named).toArray(String[]::new));
            }
        }
        print(table, console);
        costs.stream()
                .filter(c -> !c.plan().isOn())
                .forEach(c -> console.line("%s: %s", c.plan().item().id(), c.plan().without()));
        console.line("");
        if (gpus) {
            named.forEach(
                    g ->
                            console.line(
                                    "%s: %s hours in total, at 40 %% of its peak",
                                    g.name(),
                                    hours(costs.stream().mapToDouble(c -> c.hours(g)).sum())));
        } else {
            console.line(
                    "about %s hours in total on two CPU cores",
                    hours(costs.stream().mapToDouble(ItemCost::hoursHere).sum()));
        }
        TreeSet<String> missing = new TreeSet<>();
        costs.forEach(c -> missing.addAll(c.missing()));
        missing.forEach(m -> console.line("missing: %s", m));
    }

    private static List<String> row(ItemCost cost, List<Accelerator> gpus) {
        List<String> cells =
                new ArrayList<>(
                        List.of(
                                cost.plan().item().id(),
                                "" + cost.trainings(),
                                "" + cost.done(),
                                "" + cost.shared(),
                                "" + cost.readings(),
                                "" + cost.readingsDone()));
        if (gpus.isEmpty()) {
            cells.add(hours(cost.hoursHere()));
        }
        gpus.forEach(g -> cells.add(hours(cost.hours(g)) + (fits(cost, g) ? "" : " *")));
        cells.add(memory(cost));
        return cells;
    }

    private static boolean fits(ItemCost cost, Accelerator gpu) {
        return !(cost.memory() > 0.9 * gpu.memory());
    }

    private static String memory(ItemCost cost) {
        double bytes = cost.memory();
        return Double.isNaN(bytes) ? "-" : String.format(Locale.ROOT, "%.1f GB", bytes / GB);
    }

    private static Accelerator h100() {
        return Accelerator.ALL.stream()
                .filter(g -> g.name().startsWith("H100"))
                .findFirst()
                .orElseThrow();
    }

    private static String there(ItemCost cost) {
        return "%d/%d + %d/%d"
                .formatted(cost.done(), cost.trainings(), cost.readingsDone(), cost.readings());
    }

    private static String hours(double hours) {
        return String.format(Locale.ROOT, hours < 10 ? "%.1f" : "%.0f", hours);
    }

    private static String shortened(String claim) {
        return claim.length() <= CLAIM ? claim : claim.substring(0, CLAIM - 3) + "...";
    }

    private static void print(Table table, Console console) {
        Terminal terminal = console.terminal();
        table.lines(s -> terminal.styled("bold", s), List.of())
                .forEach(line -> console.line("%s", line));
    }
}
