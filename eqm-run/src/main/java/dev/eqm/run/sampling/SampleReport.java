package dev.eqm.run.sampling;

import dev.eqm.sample.generate.GenerationReport;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.sampler.Effort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What became of a {@link SampleRequest}.
 *
 * @param folder that holds the samples now
 * @param count how many
 * @param before how many of them an earlier process had made; all, if there was nothing to do
 * @param sampling how they were made
 * @param stepWord what the steps of {@code made} are called
 * @param made what this process did
 * @param shards how many parts they were merged from; 0 if they were not
 */
public record SampleReport(
        Path folder,
        int count,
        int before,
        Sampling sampling,
        String stepWord,
        boolean wasComplete,
        GenerationReport made,
        int shards) {
    private static final List<String> PICTURES =
            List.of("grid.png", "trajectory.png", "000000.png", "norms.png", "energies.png");

    private static final List<String> FIGURES =
            List.of("trajectory.png", "trajectory.gif", "norms.png", "energies.png", "steps.png");

    /** What a person would look at first: a picture, else the folder. */
    public Path toOpen() {
        return PICTURES.stream()
                .map(folder::resolve)
                .filter(Files::exists)
                .findFirst()
                .orElse(folder);
    }

    /** What else there is to look at in the folder, besides {@link #toOpen}: names of files. */
    public List<String> alsoThere() {
        return FIGURES.stream()
                .filter(name -> Files.exists(folder.resolve(name)))
                .filter(name -> !toOpen().endsWith(name))
                .toList();
    }

    /** Of a folder that held all of them already. */
    static SampleReport complete(Path folder, int count, Sampling sampling, String stepWord) {
        return new SampleReport(folder, count, count, sampling, stepWord, true, nothing(), 0);
    }

    /** Of a folder that was made of parts: nothing was sampled. */
    static SampleReport merged(
            Path folder, int count, Sampling sampling, String stepWord, int shards) {
        return new SampleReport(folder, count, count, sampling, stepWord, false, nothing(), shards);
    }

    private static GenerationReport nothing() {
        Effort none = new Effort(new int[0], new int[0], new int[0], 0, 0);
        return new GenerationReport(new double[0], none, 0);
    }
}
