package dev.eqm.run.reproduce.work;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.check.Setting;
import dev.eqm.run.config.ConfigException;
import dev.eqm.run.pipeline.FollowedField;
import dev.eqm.run.reproduce.item.Arm;
import dev.eqm.run.reproduce.item.ItemFiles;
import dev.eqm.run.reproduce.item.NamedItem;
import dev.eqm.run.reproduce.item.Placeholder;
import dev.eqm.run.reproduce.item.Scale;
import dev.eqm.run.reproduce.item.ScaleChange;
import dev.eqm.run.sampling.SamplingKeys;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.sample.generate.Sampling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Arms to configurations: role, scale, item and arm, each laid over the one before.
 *
 * <p>A bound training lies in the folder of all trainings under its key, has no previews, scores or
 * reports of its own, and is the same whatever item asked for it.
 */
public final class Binder {
    private static final String AFTER = "warmStart=arm ";
    private static final String FIELD = "field=";

    private final ItemFiles files;
    private final String scaleName;
    private final Scale scale;
    private final Path trainings;
    private final Keys keys = new Keys();
    private final Map<List<String>, RunConfig> read = new HashMap<>();

    /**
     * Of a scale.
     *
     * @param trainings the folder of all trainings
     */
    public Binder(ItemFiles files, String scaleName, Scale scale, Path trainings) {
        this.files = files;
        this.scaleName = scaleName;
        this.scale = scale;
        this.trainings = trainings;
    }

    /**
     * An arm at a value of the axis, with a value of the search.
     *
     * @param axis empty where the arm does not look at it
     * @param search empty where the arm does not look at it
     * @param seed of the training
     * @throws ConfigException with the item, the arm and everything that is wrong
     */
    public Bound bind(NamedItem item, Arm arm, String axis, String search, int seed) {
        try {
            return bound(item, arm, axis, search, seed);
        } catch (ConfigException | BrokenRuleException e) {
            throw new ConfigException(
                    "item %s, arm %s, scale %s: %s"
                            .formatted(item.id(), arm.name(), scaleName, e.getMessage()));
        }
    }

    private Bound bound(NamedItem item, Arm arm, String axis, String search, int seed) {
        ScaleChange change = item.item().at(scaleName);
        List<String> training = new ArrayList<>(change.training());
        List<TrainingTask> after = new ArrayList<>();
        for (String setting : arm.training()) {
            if (setting.startsWith(AFTER)) {
                String name = setting.substring(AFTER.length());
                after.add(bound(item, known(item, name), axis, "", seed).training());
            } else {
                training.add(filled(item, setting, axis, search));
            }
        }
        training.add("train.seed=" + seed);
        RunConfig config = configuration(arm, training);
        List<String> sampling = new ArrayList<>(scale.sampling());
        sampling.addAll(change.sampling());
        FollowedField field = FollowedField.GRADIENT;
        for (String setting : arm.sampling()) {
            if (setting.startsWith(FIELD)) {
                field = field(setting.substring(FIELD.length()));
            } else {
                sampling.add(filled(item, setting, axis, search));
            }
        }
        Sampling how = SamplingKeys.over(config.sampling(), sampling);
        return new Bound(task(config, after), how, field);
    }

    private Arm known(NamedItem item, String name) {
        return item.item().armsAt(scaleName).stream()
                .filter(a -> a.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new BrokenRuleException(
                                        "warmStart names no arm of the item: " + name));
    }

    private static FollowedField field(String word) {
        for (FollowedField field : FollowedField.values()) {
            if (field.toString().toLowerCase(Locale.ROOT).replace('_', '-').equals(word)) {
                return field;
            }
        }
        throw new BrokenRuleException("field must be gradient or raw-output, got " + word);
    }

    /** A setting with the placeholders of axis and search filled in. */
    private static String filled(NamedItem item, String setting, String axis, String search) {
        String text = Placeholder.fill(setting, item.item().axis().name(), axis);
        text = Placeholder.fill(text, item.item().search().name(), search);
        if (Placeholder.isIn(text)) {
            throw new BrokenRuleException(
                    setting
                            + ": the placeholder is neither that of the item's axis nor of its search");
        }
        return text;
    }

    private RunConfig configuration(Arm arm, List<String> settings) {
        List<String> all = new ArrayList<>(List.of(arm.from()));
        all.addAll(settings);
        all.addAll(
                List.of(
                        "tensorboard=false",
                        "report=false",
                        "preview.every=0",
                        "evaluation.every=0"));
        RunConfig known = read.get(all);
        if (known == null) {
            known = files.configuration(scale, scale.role(arm.from()), all.subList(1, all.size()));
            read.put(all, known);
        }
        return known;
    }

    private TrainingTask task(RunConfig config, List<TrainingTask> after) {
        String parent = after.isEmpty() ? "" : after.get(0).key();
        String key = keys.training(config, parent);
        RunConfig placed = config.withName(key).withRuns(trainings);
        if (!after.isEmpty()) {
            placed = placed.startingFrom(after.get(0).folder().path().toString());
        }
        return new TrainingTask(
                key, placed, after, keys.data(config.data().source()), missing(config));
    }

    private List<String> missing(RunConfig config) {
        List<String> all = new ArrayList<>();
        if (keys.data(config.data().source()).isEmpty()) {
            all.add(Keys.whyMissing(config.data().source()));
        }
        try {
            config.codec().resolved(config.model().channels()).requireThere();
        } catch (ConfigException e) {
            all.add(e.getMessage());
        }
        if (!scale.reference().equals(Scale.DATA) && Files.notExists(Path.of(scale.reference()))) {
            all.add(
                    scale.reference()
                            + ": the statistics of the reference are not there ("
                            + Setting.command("stats")
                            + ")");
        }
        return all;
    }
}
