package dev.eqm.cli.golden;

import dev.eqm.core.store.JsonObject;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.sit.SiTFlops;
import dev.eqm.models.sit.SiTPresets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The tables of a folder: what the official sizes are and cost. They hold no arrays; every entry of
 * a model is a fact that must be equal.
 *
 * <p>Nothing is computed by a network here: what is compared are the architecture's own statements,
 * {@code specs} and {@code macs}. No weights are allocated, not even for XL/2.
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
                SiTConfig preset = SiTPresets.get(name);
                preset = preset.forImages(config.imageSize(), config.channels(), config.classes());
                SiTConfig same = withSigma(config, preset.learnSigma());
                answers.putExact(name + " is the preset", preset.toString(), same.toString());
            }
        }
        if (table.has("initialisation")) {
            answers.gap("initialisation", "given in words, not in numbers");
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
                answers.gap(what, "eqm does not compute such a number");
            }
        }
    }

    /** What eqm says of a size: name in the table -> value. */
    private static Map<String, Object> facts(SiTConfig c) {
        List<ParameterSpec> specs = c.specs();
        return JsonObject.of("hidden_size", c.width())
                .with("depth", c.depth())
                .with("num_heads", c.heads())
                .with("patch_size", c.patchSize())
                .with("mlp_ratio", c.mlpRatio())
                .with("input_size", c.imageSize())
                .with("in_channels", c.channels())
                .with("out_channels", c.outChannels())
                .with("num_classes", c.classes())
                .with("learn_sigma", c.learnSigma())
                .with("tensors", specs.size())
                .with("parameters_total", count(specs))
                .with("parameters_trainable", count(withGradient(specs, true)))
                .with("parameters_total_learn_sigma_false", count(withSigma(c, false).specs()))
                .with("not_trainable", names(withGradient(specs, false)))
                .with("state_dict", specs.stream().map(ModelTables::entry).toList());
    }

    /** What eqm counts for a size: name in the table -> value. One MAC is two FLOPs. */
    private static Map<String, Object> operations(SiTConfig c) {
        long macs = SiTFlops.total(c);
        return JsonObject.of("tokens", c.tokens())
                .with("macs", macs)
                .with("macs_by_part", SiTFlops.macs(c))
                .with("gmacs", billions(macs))
                .with("flops", 2 * macs)
                .with("gflops_2_per_mac", billions(2 * macs))
                .with("macs_learn_sigma_false", SiTFlops.total(withSigma(c, false)));
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

    private static List<String> names(List<ParameterSpec> specs) {
        return specs.stream().map(ParameterSpec::name).toList();
    }

    private static long count(List<ParameterSpec> specs) {
        return specs.stream().mapToLong(ParameterSpec::size).sum();
    }

    /** The same architecture with or without the unused half of the last layer. */
    private static SiTConfig withSigma(SiTConfig c, boolean learnSigma) {
        return SiTConfig.of(c.hyperparameters().with("learnSigma", learnSigma));
    }
}
