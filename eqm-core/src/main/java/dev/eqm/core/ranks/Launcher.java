package dev.eqm.core.ranks;

import java.util.List;
import java.util.Map;

/**
 * What the launcher of a cluster says of this process in its environment.
 *
 * @param variable that says how many processes there are; empty if no launcher started this one
 * @param size how many it says; 1 without a launcher
 */
public record Launcher(String variable, int size) {
    private static final List<String> SIZES =
            List.of("OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_STEP_NUM_TASKS", "SLURM_NTASKS");

    /** Variables that are also set where nothing was started several times. */
    private static final String ALLOCATION = "SLURM_NTASKS";

    /** What the environment of a process says. */
    public static Launcher of(Map<String, String> environment) {
        for (String name : SIZES) {
            String value = environment.getOrDefault(name, "");
            if (value.matches("[0-9]{1,7}")) {
                return new Launcher(name, Integer.parseInt(value));
            }
        }
        return new Launcher("", 1);
    }

    /** Whether Open MPI's own launcher started this process. */
    static boolean isOpenMpi(Map<String, String> environment) {
        return environment.containsKey("OMPI_COMM_WORLD_SIZE");
    }

    /**
     * Whether it started several processes of this command. What Slurm says of a whole allocation
     * does not count: a batch script runs once in it.
     */
    public boolean startsSeveral() {
        return size > 1 && !variable.equals(ALLOCATION);
    }

    /** Whether a launcher started this process. */
    public boolean isThere() {
        return !variable.isEmpty() && !variable.equals(ALLOCATION);
    }

    /** For messages. */
    @Override
    public String toString() {
        return variable.isEmpty() ? "no launcher" : variable + "=" + size;
    }
}
