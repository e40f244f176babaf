package dev.eqm.cli.option;

import dev.eqm.core.check.Setting;
import dev.eqm.core.ranks.Alone;
import dev.eqm.core.ranks.Launcher;
import dev.eqm.core.ranks.Mpi;
import dev.eqm.core.ranks.Ranks;
import dev.eqm.core.ranks.RanksException;
import dev.eqm.run.UsageException;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * {@code --ranks} and {@code --ranks-changed}: training by several processes that a launcher has
 * started.
 *
 * <p>The number is asked for although the launcher knows it: the launcher of another MPI makes
 * every process one of one, without an error, and N trainings would write into one folder.
 */
@Group(OptionGroup.MACHINE)
public final class RanksOptions {
    @Option(
            names = "--ranks",
            paramLabel = "N",
            description =
                    "Trains with N processes, one a device, that mpirun or srun has started; default: 1. See docs/scale/ranks.md.")
    private Integer ranks;

    @Option(
            names = "--ranks-changed",
            description =
                    "Lets --resume continue a run that was trained by another number of ranks; its last digits change.")
    private boolean changed;

    /** Whether a run may go on with another number of ranks. */
    public boolean mayChange() {
        return changed;
    }

    /**
     * The group that this process belongs to; its user closes it.
     *
     * @throws UsageException if the launcher, MPI and the option do not agree
     */
    public Ranks join() {
        return join(System.getenv());
    }

    Ranks join(Map<String, String> environment) {
        Usage.requireAtLeastOne("--ranks", ranks);
        Launcher launcher = Launcher.of(environment);
        int wanted = ranks == null ? 1 : ranks;
        Usage.require(
                wanted > 1 || !launcher.startsSeveral(),
                "a launcher has started this command %s times (%s), and each would train by itself; add --ranks %s to train together",
                launcher.size(),
                launcher,
                launcher.size());
        if (wanted == 1) {
            return new Alone();
        }
        Usage.require(
                launcher.size() > 1,
                "--ranks %s needs %s processes, but no launcher started this one; start it with mpirun -n %s %s ... --ranks %s",
                wanted,
                wanted,
                wanted,
                Setting.command("train"),
                wanted);
        try {
            return Mpi.join(wanted, environment);
        } catch (RanksException e) {
            throw new UsageException(e.getMessage());
        }
    }
}
