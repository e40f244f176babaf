package dev.eqm.cli.golden;

import dev.eqm.models.nn.Hyperparameters;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.sit.SiTFlops;
import dev.eqm.models.sit.SiTPresets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tables of a folder: what the official sizes are and cost. They hold no arrays; every entry of
 * a model is a fact that must be equal.
 */
final class ModelTables {
    /** Parameter counts, and names, shapes and order of all tensors. */
    static final String SIZES = "official_models.json";

    static final String SIZES_ID = "12_official_models";

    /** Multiply-accumulates of a forward pass, in all and by part. */
    static final String FLOPS = "flops.json";

    static final String FLOPS_ID = "13_flops";

    private ModelTables() {}

    /** The official sizes. A size of a preset's name must also be that preset. */
    static void sizes(GoldenCase golden, Answers answers) {
        JsonFields table = JsonFields.read(golden.file());
        JsonFields models = table.object("models");
        for (String name : models.keys()) {
            JsonFields entry = models.object(name);
            SiTConfig config = GoldenCase.config(entry, false);
            compare(name, entry, facts(config), answers);
            if (SiTPresets.all().containsKey(name.replaceFirst("^(SiT|EqM)-", ""))) {
                SiTConfig preset =
                        SiTPresets.get(name)
                                .forImages(config.imageSize(), config.channels(), config.classes());
                answers.putExact(
                        name + " is the preset",
                        preset.toString(),
                        withSigma(config, preset.learnSigma()).toString());
            }
        }
        if (table.has("initialisation")) {
            answers.gap("initialisation", "rules in words");
        }
    }

    /** The operation counts. */
    static void flops(GoldenCase golden, Answers answers) {
        JsonFields models = JsonFields.read(golden.file()).object("models");
        for (String name : models.keys()) {
            JsonFields entry = models.object(name);
            compare(name, entry, operations(config(golden.file(), name, entry)), answers);
        }
    }

    /** Every fact that an entry states against ours of that name. */
    private static void compare(
            String name, JsonFields entry, Map<String, Object> ours, Answers answers) {
        for (String key : entry.keys()) {
            String what = name + "." + key;
            Object want = key.equals("not_trainable") ? entry.names(key) : entry.values().get(key);
            if (ours.containsKey(key)) {
                answers.putExact(what, ours.get(key), want);
            } else {
                answers.gap(what, "eqm computes no such number");
            }
        }
    }

    /** What eqm says of a size: name in the table -> value. */
    private static Map<String, Object> facts(SiTConfig c) {
        List<ParameterSpec> specs = c.specs();
        Map<String, Object> all = new HashMap<>();
        all.put("hidden_size", c.width());
        all.put("depth", c.depth());
        all.put("num_heads", c.heads());
        all.put("patch_size", c.patchSize());
        all.put("mlp_ratio", c.mlpRatio());
        all.put("input_size", c.imageSize());
        all.put("in_channels", c.channels());
        all.put("out_channels", c.outChannels());
        all.put("num_classes", c.classes());
        all.put("learn_sigma", c.learnSigma());
        all.put("tensors", specs.size());
        all.put("parameters_total", count(specs));
        all.put("parameters_trainable", count(withGradient(specs, true)));
        all.put("parameters_total_learn_sigma_false", count(withSigma(c, false).specs()));
        all.put(
                "not_trainable",
                withGradient(specs, false).stream().map(ParameterSpec::name).toList());
        all.put("state_dict", specs.stream().map(ModelTables::entry).toList());
        return all;
    }

    /** What eqm counts for a size: name in the table -> value. One MAC is two FLOPs. */
    private static Map<String, Object> operations(SiTConfig c) {
        long macs = SiTFlops.total(c);
        Map<String, Object> all = new HashMap<>();
        all.put("tokens", c.tokens());
        all.put("macs", macs);
        all.put("macs_by_part", SiTFlops.macs(c));
        all.put("gmacs", billions(macs));
        all.put("flops", 2 * macs);
        all.put("gflops_2_per_mac", billions(2 * macs));
        all.put("macs_learn_sigma_false", SiTFlops.total(withSigma(c, false)));
        return all;
    }

    /** Its own sizes, those of the table of sizes beside it, or the preset of that name. */
    private static SiTConfig config(Path file, String name, JsonFields entry) {
        if (entry.has("hidden_size")) {
            return GoldenCase.config(entry, false);
        }
        Path sizes = file.resolveSibling(SIZES);
        if (Files.exists(sizes)) {
            JsonFields models = JsonFields.read(sizes).object("models");
            if (models.has(name)) {
                return GoldenCase.config(models.object(name), false);
            }
        }
        return SiTPresets.get(name);
    }

    /** To four decimals, as the table prints them. */
    private static double billions(long count) {
        return Math.round(count / 1e5) / 1e4;
    }

    /** [name, [sizes]], as JSON has it. */
    private static List<Object> entry(ParameterSpec spec) {
        return List.of(spec.name(), Arrays.stream(spec.shape().getShape()).boxed().toList());
    }

    private static List<ParameterSpec> withGradient(List<ParameterSpec> specs, boolean trainable) {
        return specs.stream().filter(spec -> spec.trainable() == trainable).toList();
    }

    private static long count(List<ParameterSpec> specs) {
        return specs.stream().mapToLong(ParameterSpec::size).sum();
    }

    /** The same architecture with or without the unused half of the last layer. */
    private static SiTConfig withSigma(SiTConfig c, boolean learnSigma) {
        Map<String, Object> values = new HashMap<>(c.hyperparameters().values());
        values.put("learnSigma", learnSigma);
        return SiTConfig.of(new Hyperparameters(SiTConfig.KIND, values));
    }
}
