package dev.eqm.run.settings;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.check.Setting;
import dev.eqm.core.data.DataException;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.store.TensorFileException;
import dev.eqm.run.config.ConfigException;
import dev.eqm.run.config.ConfigReader;
import dev.eqm.run.config.Records;
import dev.eqm.run.config.Suiting;
import dev.eqm.run.config.Written;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Defaults of a configuration file that follow from its images: {@code model.imageSize}, {@code
 * model.channels} and {@code model.classes}, and what the kind of data says that its images tell
 * ({@link ImageData#inferable}). Only keys that the file leaves out are looked for, and only then
 * are the images looked at.
 *
 * <p>A file that has none of the sections {@code model}, {@code loss}, {@code optimizer}, {@code
 * rate}, {@code ema}, {@code train} and {@code sampling} says what is to be learned, but not how:
 * it gets the whole {@link StarterRecipe}, as {@code eqm init} writes it. With any of them,
 * everything else that it leaves out has the value of {@link RunConfig#DEFAULT}, the published
 * recipe.
 *
 * <p>Once a run of that name has begun on these data, its own {@code config.yaml}, in which every
 * value is written, takes the place of the images: a run that goes on never looks at changed images
 * for what it is. Such a file itself is read without all this.
 */
final class DataSuiting implements Suiting<RunConfig> {
    private static final String SOURCE = "data.source";

    private static final String ALONE =
            "the configuration only names the data: model, training "
                    + "and sampling are those that "
                    + Setting.command("init")
                    + " would write";

    /** Sections that say how something is learned. */
    private static final List<String> RECIPE =
            List.of("model", "loss", "optimizer", "rate", "ema", "train", "sampling");

    private final List<String> notes = new ArrayList<>();
    private final Path yaml;

    /** For a file, which messages name. */
    DataSuiting(Path yaml) {
        this.yaml = yaml;
    }

    /** What was read off the images, in sentences for people. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public RunConfig defaults(Written file, Written all) {
        Optional<ImageData> source = all.value(SOURCE).map(ImageData.class::cast);
        if (source.isEmpty()) {
            return RunConfig.DEFAULT; // something in it is wrong, which is told elsewhere
        }
        boolean hasRecipe = RECIPE.stream().anyMatch(file::has);
        Set<String> left = new LinkedHashSet<>();
        for (String key : source.get().inferable()) {
            if (!all.has(SOURCE + "." + key)) {
                left.add(key);
            }
        }
        Set<String> open =
                List.of("imageSize", "channels", "classes").stream()
                        .filter(key -> !all.has("model." + key))
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        if (hasRecipe && left.isEmpty() && open.isEmpty()) {
            return RunConfig.DEFAULT;
        }
        Optional<RunConfig> begun = begun(all, source.get(), left);
        if (begun.isPresent()) {
            RunConfig run = begun.get();
            return hasRecipe
                    ? filled(run.data().source(), run.model(), run.train().batchSize())
                    : run;
        }
        try {
            ImageData complete =
                    left.isEmpty() ? source.get() : source.get().inferring(left, wish(all));
            ImageOutline outline = complete.outline();
            RunConfig suited =
                    hasRecipe
                            ? filled(complete, model(outline, open), batch(outline))
                            : StarterRecipe.of(complete, outline);
            boolean small = suited.train().batchSize() < RunConfig.DEFAULT.train().batchSize();
            note(left, open, suited, hasRecipe && small && !all.has("train.batchSize"));
            if (!hasRecipe) {
                notes.add(ALONE);
            }
            return suited;
        } catch (DataException | TensorFileException | ConfigException e) {
            boolean one = left.size() + open.size() == 1;
            throw new ConfigException(
                    "%s: %s: %s; fix the data, or write %s, which the configuration leaves out and which %s therefore taken from the data"
                            .formatted(
                                    yaml,
                                    DataPlace.key(source.get()),
                                    e.getMessage(),
                                    keys(left, open),
                                    one ? "is" : "are"));
        }
    }

    /** The run of that name, if it has begun on data that differ in nothing that is written. */
    private static Optional<RunConfig> begun(Written all, ImageData source, Set<String> left) {
        Object runs = all.value("runs").orElse("");
        Object name = all.value("name").orElse("");
        if (!(runs instanceof Path folder) || !(name instanceof String run)) {
            return Optional.empty();
        }
        Path config = folder.resolve(run).resolve("config.yaml");
        if (!Files.isRegularFile(config)) {
            return Optional.empty();
        }
        RunConfig begun =
                new ConfigReader(RunKinds.all()).read(RunConfig.DEFAULT, config, List.of());
        return begun.data().source().getClass() == source.getClass()
                        && same((Record) begun.data().source(), (Record) source, left)
                ? Optional.of(begun)
                : Optional.empty();
    }

    private static boolean same(Record begun, Record source, Set<String> left) {
        Map<String, Object> then = Records.values(begun);
        Map<String, Object> now = Records.values(source);
        then.keySet().removeAll(left);
        now.keySet().removeAll(left);
        return then.equals(now);
    }

    /** What the file says of its model, to choose squares of pictures by. */
    private static ImageWish wish(Written all) {
        return new ImageWish(
                number(all, "model.imageSize"),
                number(all, "model.channels"),
                number(all, "model.classes"));
    }

    private static int number(Written all, String path) {
        return all.has(path) && all.value(path).orElse(0) instanceof Integer n ? n : 0;
    }

    /** The defaults on a source, with a model for it. */
    private static RunConfig filled(ImageData source, ModelConfig model, int batch) {
        return RunConfig.DEFAULT.withData(source).withModel(model).withBatchSize(batch);
    }

    /** A batch shows no image twice, so a small set has none of the published size. */
    private static int batch(ImageOutline outline) {
        return Math.min(outline.count(), RunConfig.DEFAULT.train().batchSize());
    }

    /** The default network for the images; only the keys left out matter, others are overlaid. */
    private static ModelConfig model(ImageOutline outline, Set<String> open) {
        ImageShape shape = outline.shape();
        if (open.contains("imageSize") && shape.height() != shape.width()) {
            throw new ConfigException(
                    "networks need square images, but these are %s: crop or pad them"
                            .formatted(shape));
        }
        Map<String, Object> task = new LinkedHashMap<>();
        task.put("imageSize", shape.height());
        task.put("channels", shape.channels());
        task.put("classes", outline.classes());
        if (!fits(task)) { // a network that the file names lies over it
            task.put("backbone", StarterRecipe.backbone(outline));
        }
        return Records.with(ModelConfig.DEFAULT, task);
    }

    /** Whether the default network, with patches of 4, can have this task. */
    private static boolean fits(Map<String, Object> task) {
        try {
            Records.with(ModelConfig.DEFAULT, task);
            return true;
        } catch (BrokenRuleException e) {
            return false;
        }
    }

    /** One line of all that was found; nothing if the file says it itself. */
    private void note(Set<String> left, Set<String> open, RunConfig suited, boolean batch) {
        Map<String, Object> source = Records.values((Record) suited.data().source());
        Map<String, Object> model = Records.values(suited.model());
        List<String> found = new ArrayList<>();
        left.forEach(key -> found.add(SOURCE + "." + key + " " + source.get(key)));
        open.forEach(key -> found.add("model." + key + " " + model.get(key)));
        if (batch) {
            found.add("train.batchSize " + suited.train().batchSize() + " (all images there are)");
        }
        if (!found.isEmpty()) {
            notes.add("from the data: " + String.join(", ", found));
        }
    }

    private static String keys(Set<String> left, Set<String> open) {
        List<String> all = new ArrayList<>();
        left.forEach(key -> all.add(SOURCE + "." + key));
        open.forEach(key -> all.add("model." + key));
        return all.isEmpty() ? "the recipe" : String.join(", ", all);
    }
}
