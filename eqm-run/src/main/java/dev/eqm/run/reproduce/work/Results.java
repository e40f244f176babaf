package dev.eqm.run.reproduce.work;

import dev.eqm.core.store.JsonObject;
import dev.eqm.run.folder.JsonFile;
import dev.eqm.run.reproduce.measure.Readings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Readings on disk, a file each, complete or not there.
 *
 * @param folder of all of them
 */
public record Results(Path folder) {
    /** What is known of a job. */
    public Optional<Readings> get(Job job) {
        Path file = file(job);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Map<?, ?> all = (Map<?, ?>) JsonFile.read(file, "remove the file, then try again");
        return Optional.of(Readings.of((Map<?, ?>) all.get("readings")));
    }

    /** Whether a training stopped being finite, so that nothing can be measured of it. */
    boolean hasDiverged(TrainingTask task) {
        return Files.exists(divergence(task));
    }

    /** Keeps that a training stopped being finite, so that it is not tried again. */
    void putDiverged(TrainingTask task, String why) {
        JsonFile.write(
                divergence(task), JsonObject.of("training", task.key()).with("diverged", why));
    }

    private Path divergence(TrainingTask task) {
        return folder.resolve("diverged-" + task.key() + ".json");
    }

    /** Keeps what was found; once this returns it survives the process. */
    void put(Job job, Readings readings) {
        JsonFile.write(
                file(job),
                JsonObject.of("training", job.floor() ? "" : job.bound().training().key())
                        .with("sampling", job.floor() ? "" : job.bound().sampling().toString())
                        .with("measure", job.measure().toString())
                        .with("noise", job.noise())
                        .with("count", job.count())
                        .with("readings", readings.toJson()));
    }

    private Path file(Job job) {
        return folder.resolve(job.key() + ".json");
    }
}
