package dev.eqm.cli.golden;

import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.sit.SiTNames;
import dev.eqm.models.sit.SiTPresets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The table of official sizes: parameter counts, and names, shapes and order of all tensors. A size
 * of a preset's name must also be that preset.
 */
final class OfficialModels implements GoldenGroup {
    static final String ID = "12_official_models";
    static final String FILE = "official_models.json";

    @Override
    public void run(GoldenCase golden, Answers answers) {
        JsonFields table = JsonFields.read(golden.file());
        JsonFields models = table.object("models");
        for (String name : models.keys()) {
            check(name, models.object(name), answers);
        }
        if (table.has("initialisation")) {
            answers.gap("initialisation", "rules in words");
        }
    }

    /** The architecture that an entry of the table describes. */
    static SiTConfig config(JsonFields entry) {
        return GoldenModel.config(entry, false);
    }

    private static void check(String name, JsonFields entry, Answers answers) {
        SiTConfig config = config(entry);
        Map<String, Object> ours = facts(config);
        for (String key : entry.keys()) {
            String what = name + "." + key;
            Object want = key.equals("not_trainable") ? entry.names(key) : entry.values().get(key);
            if (ours.containsKey(key)) {
                answers.add(ArrayResult.exact(what, ours.get(key), want));
            } else {
                answers.gap(what, "eqm computes no such number");
            }
        }
        if (SiTPresets.all().containsKey(name.replaceFirst("^(SiT|EqM)-", ""))) {
            SiTConfig preset =
                    SiTPresets.get(name)
                            .forImages(config.imageSize(), config.channels(), config.classes());
            answers.add(
                    ArrayResult.exact(
                            name + " is the preset",
                            preset.toString(),
                            withSigma(config, preset.learnSigma()).toString()));
        }
    }

    private static Map<String, Object> facts(SiTConfig c) {
        List<ParameterSpec> specs = SiTNames.of(c);
        List<ParameterSpec> trained = specs.stream().filter(ParameterSpec::trainable).toList();
        Map<String, Object> all = new LinkedHashMap<>();
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
        all.put("parameters_trainable", count(trained));
        all.put("parameters_total_learn_sigma_false", count(SiTNames.of(withSigma(c, false))));
        all.put(
                "not_trainable",
                specs.stream().filter(s -> !s.trainable()).map(ParameterSpec::name).toList());
        all.put("state_dict", specs.stream().map(OfficialModels::entry).toList());
        return all;
    }

    /** [name, [sizes]], as JSON has it. */
    private static List<Object> entry(ParameterSpec spec) {
        return List.of(spec.name(), Arrays.stream(spec.shape().getShape()).boxed().toList());
    }

    private static long count(List<ParameterSpec> specs) {
        return specs.stream().mapToLong(ParameterSpec::size).sum();
    }

    /** The same architecture with or without the unused half of the last layer. */
    static SiTConfig withSigma(SiTConfig c, boolean learnSigma) {
        return new SiTConfig(
                c.imageSize(),
                c.patchSize(),
                c.channels(),
                c.width(),
                c.depth(),
                c.heads(),
                c.mlpRatio(),
                c.classes(),
                c.labelDropout(),
                learnSigma,
                c.timeConditional());
    }
}
