package dev.eqm.run.overview;

import dev.eqm.core.check.Setting;
import dev.eqm.core.check.Words;
import dev.eqm.core.store.JsonObject;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.run.UsageException;
import dev.eqm.run.folder.DataRecord;
import dev.eqm.run.folder.JsonFile;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.settings.Backbone;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.settings.SamplerWords;
import dev.eqm.train.checkpoint.Checkpoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One run in detail.
 *
 * @param summary how it is doing
 * @param facts what it is, in words: data, network, recipe, sampler; empty parts are left out
 * @param parameters of the network, fixed ones too; 0 if the configuration cannot be read
 * @param seconds of training so far; not a number before the first logged step
 * @param checkpoints steps of all that are there
 * @param picture the newest preview; none or one
 * @param scores of the newest evaluation while it trained, by name
 * @param scoredAt step of that evaluation
 * @param samples the newest folder of its samples; none or one
 * @param warnings of its results, in sentences; empty if there are none
 * @param next commands that make sense now
 */
public record RunDetails(
        RunSummary summary,
        Map<String, String> facts,
        long parameters,
        double seconds,
        Set<Long> checkpoints,
        List<Path> picture,
        Map<String, Double> scores,
        long scoredAt,
        List<Path> samples,
        List<String> warnings,
        List<String> next) {
    /**
     * The run that is meant.
     *
     * @param named a run, the name of one in {@code runs}, or a place in one, such as a checkpoint;
     *     null for the newest run
     * @throws UsageException if there is none
     */
    public static RunDetails find(Path named) {
        Path runs = Path.of("runs");
        if (named == null) {
            return of(RunFolder.newest(runs));
        }
        Optional<RunFolder> inside =
                Files.exists(named) ? RunFolder.around(named) : Optional.empty();
        return Stream.of(
                        RunFolder.at(named),
                        inside,
                        RunFolder.remains(named),
                        RunFolder.at(runs.resolve(named)))
                .flatMap(Optional::stream)
                .findFirst()
                .map(RunDetails::of)
                .orElseGet(() -> of(RunFolder.named(named))); // which says why it is none
    }

    /** Of a folder that holds a run, or what is left of one. */
    static RunDetails of(RunFolder run) {
        RunSummary summary = RunSummary.of(run);
        Optional<RunConfig> config = RunSummary.config(run, new ArrayList<>());
        Metrics metrics = Metrics.read(run.metrics());
        RunMade made = new RunMade(run);
        return new RunDetails(
                summary,
                config.map(c -> facts(run, c)).orElse(Map.of()),
                config.map(c -> parameters(c.model().architecture())).orElse(0L),
                metrics.seconds(),
                Checkpoints.all(run.checkpoints()).keySet(),
                made.newestPicture().stream().toList(),
                metrics.scores(),
                metrics.scoredAt(),
                made.newestSamples().stream().toList(),
                LittleLearned.warning(run).stream().toList(),
                next(summary));
    }

    private static long parameters(ModelArchitecture network) {
        return network.specs().stream().mapToLong(ParameterSpec::size).sum();
    }

    private static Map<String, String> facts(RunFolder run, RunConfig config) {
        ModelArchitecture network = config.model().architecture();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("data", data(run, config));
        facts.put(
                "network",
                String.format(
                        Locale.ROOT,
                        "%s, %,d parameters",
                        network(config.model().backbone()),
                        parameters(network)));
        facts.put("loss", Words.of(config.loss()));
        facts.put("optimiser", Words.of(config.optimizer()));
        facts.put("rate", Words.of(config.rate()));
        facts.put("average", Words.parts(config.ema()));
        facts.put(
                "training",
                "%d steps of %d images, seed %d, %s"
                        .formatted(
                                config.train().steps(),
                                config.train().batchSize(),
                                config.train().seed(),
                                config.precision().toString()));
        facts.put("sampler", SamplerWords.of(config.sampling(), network));
        if (config.isWarmStart()) {
            facts.put("began with", config.warmStart());
        }
        return facts;
    }

    private static String network(Backbone backbone) {
        return backbone instanceof Backbone.Preset preset
                ? "transformer " + preset.name()
                : Words.of(backbone);
    }

    /** What was learned, as the run has kept it; else as the configuration names it. */
    private static String data(RunFolder run, RunConfig config) {
        return DataRecord.kept(run)
                .map(DataRecord::images)
                .orElseGet(() -> Words.of(config.data().source()));
    }

    private static List<String> next(RunSummary summary) {
        Path folder = summary.folder();
        String resume =
                Setting.command("train")
                        + " --config %s --resume".formatted(folder.resolve("config.yaml"));
        String sample = Setting.command("sample") + " --run " + folder;
        return switch (summary.state()) {
            case COMPLETE ->
                    List.of(
                            sample,
                            Setting.command("evaluate") + " --run " + folder + " --count 1000");
            case STOPPED -> List.of(resume, sample);
            case TRAINING -> summary.step() > 0 ? List.of(sample) : List.of();
            case BEGUN -> List.of(resume);
            case DAMAGED -> summary.step() > 0 && summary.steps() > 0 ? List.of(sample) : List.of();
        };
    }

    /** For programs. */
    public JsonObject toJson() {
        return summary.toJson()
                .with("facts", facts)
                .with("parameters", parameters)
                .with("secondsOfTraining", JsonFile.finite(seconds))
                .with("checkpoints", List.copyOf(checkpoints))
                .with(
                        "newestPicture",
                        picture.stream().map(Path::toString).findFirst().orElse(null))
                .withIf(!scores.isEmpty(), "scores", scores)
                .withIf(!scores.isEmpty(), "scoresOfStep", scoredAt)
                .with(
                        "newestSamples",
                        samples.stream().map(Path::toString).findFirst().orElse(null))
                .with("warnings", warnings)
                .with("next", next);
    }
}
