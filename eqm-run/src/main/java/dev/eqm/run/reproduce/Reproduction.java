package dev.eqm.run.reproduce;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.run.RunFailedException;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.config.ConfigException;
import dev.eqm.run.folder.Writable;
import dev.eqm.run.report.ReproductionPage;
import dev.eqm.run.reproduce.item.Scale;
import dev.eqm.run.reproduce.measure.Looks;
import dev.eqm.run.reproduce.outcome.ItemOutcome;
import dev.eqm.run.reproduce.outcome.ReproductionReport;
import dev.eqm.run.reproduce.work.Executor;
import dev.eqm.run.reproduce.work.ItemPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * Reproduces items one after the other: trains what is not trained yet, measures what is not
 * measured yet, judges, and writes the report anew after each item.
 *
 * <p>An item that cannot be done is told in the report, and the others are done; whoever asked
 * looks at {@link ReproductionReport#failed}.
 */
public final class Reproduction {
    private Reproduction() {}

    /**
     * Does what is asked.
     *
     * @throws UsageException for an item or scale that is not there, or a folder that takes no
     *     files
     * @throws ConfigException with everything that is wrong in a file, before anything is written
     */
    public static ReproductionReport run(ReproduceRequest request, RunListener listener) {
        List<ItemPlan> plans = request.plans();
        Scale scale = request.size();
        Writable.folder(request.out(), "choose another folder with --out DIR");
        int seeds = plans.get(0).seeds();
        List<ItemOutcome> outcomes = new ArrayList<>();
        ReproductionReport report = new ReproductionReport(request.scale(), scale, seeds, outcomes);
        try (Executor executor =
                new Executor(plans, request.results(), new Looks(scale, listener), listener)) {
            for (ItemPlan plan : plans) {
                ItemOutcome outcome = outcome(executor, plan);
                outcomes.add(outcome);
                listener.found(
                        plan.item().id()
                                + " ("
                                + plan.item().item().source()
                                + "): "
                                + outcome.summary());
                report = new ReproductionReport(request.scale(), scale, seeds, outcomes);
                report.write(request.out());
                ReproductionPage.write(report, request.out());
            }
        }
        return report;
    }

    private static ItemOutcome outcome(Executor executor, ItemPlan plan) {
        if (!plan.isOn()) {
            return ItemOutcome.without(plan);
        }
        try {
            return ItemOutcome.of(executor.measure(plan));
        } catch (BrokenRuleException | ConfigException | UsageException | RunFailedException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return ItemOutcome.failed(plan, e.getMessage());
        }
    }
}
