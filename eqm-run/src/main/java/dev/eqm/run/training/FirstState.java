package dev.eqm.run.training;

import ai.djl.Device;
import dev.eqm.core.device.Precision;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.train.checkpoint.Checkpoints;
import dev.eqm.train.checkpoint.Resume;
import dev.eqm.train.checkpoint.RunIdentity;
import dev.eqm.train.checkpoint.StateFile;
import dev.eqm.train.step.TrainState;
import java.nio.file.Path;

/** The state that training begins with: fresh weights, those of another run, or a checkpoint. */
final class FirstState {
    private FirstState() {}

    /**
     * Makes or reads it; the caller closes it.
     *
     * @param goesOn true: from the newest whole checkpoint, if there is one
     * @param otherRanks whether it may have been trained by another number of ranks
     */
    static TrainState of(RunContext run, boolean goesOn, boolean otherRanks) {
        if (!goesOn) {
            return beginning(run);
        }
        Path checkpoints = run.folder().checkpoints();
        Checkpoints.Latest latest = Checkpoints.latest(checkpoints);
        latest.damaged().forEach(run.listener()::warned);
        if (latest.found().isEmpty()) {
            run.listener()
                    .found(
                            "no complete checkpoint in "
                                    + checkpoints
                                    + ": starting from the beginning");
            return beginning(run);
        }
        Path newest = latest.found().get(0);
        WarmStart.requireFinite(newest.resolve(Checkpoints.MODEL));
        int before = StateFile.glanced(newest).ranks();
        int now = run.ranks().size();
        boolean changes = otherRanks && before != now;
        if (changes) {
            run.listener()
                    .found(
                            ("trained by %s until now, by %s from here on: gradients are added in another order, "
                                            + "so the numbers differ in their last digits from those of a run "
                                            + "that keeps its number of ranks")
                                    .formatted(Resume.processes(before), Resume.processes(now)));
        }
        return Resume.from(
                newest,
                changes ? run.identity().over(before) : run.identity(),
                run.config().fixedPrecision(),
                run.device());
    }

    /**
     * Step 0: weights drawn from the run's seed, or read from the file of a warm start, which was
     * checked to hold the same network. Averages begin as copies of them.
     */
    private static TrainState beginning(RunContext run) {
        RunConfig config = run.config();
        RunIdentity identity = config.identity();
        ModelArchitecture network = identity.architecture();
        Precision precision = config.fixedPrecision();
        Device device = run.device();
        if (!config.isWarmStart()) {
            return TrainState.start(
                    network.fresh(precision, device, identity.seed()), config.recipe());
        }
        Path file = Path.of(config.warmStart());
        run.listener().found("starting from the weights of " + file);
        return TrainState.start(
                ModelFile.readAs(file, network, precision, device), config.recipe());
    }
}
