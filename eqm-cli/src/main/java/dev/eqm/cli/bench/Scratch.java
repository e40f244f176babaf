package dev.eqm.cli.bench;

import dev.eqm.run.UsageException;
import dev.eqm.train.checkpoint.Checkpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A folder on the disk where runs lie, gone when closed. Not the system's temporary folder, which
 * is often in memory and says nothing about the disk.
 */
record Scratch(Path folder) implements AutoCloseable {
    /**
     * Made in the nearest existing folder above.
     *
     * @param bytes that must be free there
     * @throws UsageException if it cannot be made or there is no room
     */
    static Scratch near(Path runs, double bytes) {
        Path place = runs.toAbsolutePath().normalize();
        while (!Files.isDirectory(place)) {
            place = place.getParent();
        }
        try {
            double free = Files.getFileStore(place).getUsableSpace();
            if (free < bytes) {
                throw new UsageException(
                        Report.text(
                                "%s: checkpoints of this size need %.1f GiB, but only %.1f GiB are free; "
                                        + "free some disk space or choose another disk with --set runs=DIR",
                                place, bytes / Memory.GIB, free / Memory.GIB));
            }
            return new Scratch(Files.createTempDirectory(place, "eqm-bench-"));
        } catch (IOException e) {
            String problem = place + ": cannot be written (" + e + ")";
            throw new UsageException(problem + "; choose another folder with --set runs=DIR");
        }
    }

    /** Checkpoints as a run keeps them, of which the newest stays. */
    Checkpoints checkpoints(Workload w) {
        return new Checkpoints(folder.resolve("checkpoints"), w.identity(), 1);
    }

    /** Deletes the folder and everything in it. */
    @Override
    public void close() {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path); // what lies in a folder comes before it
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be deleted (" + e + ")", e);
        }
    }
}
