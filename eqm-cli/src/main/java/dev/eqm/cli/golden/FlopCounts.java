package dev.eqm.cli.golden;

import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.sit.SiTFlops;
import dev.eqm.models.sit.SiTPresets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The table of operation counts. Its entries are names: what they are says the entry itself, the
 * table of official sizes beside it, or the preset of that name.
 */
final class FlopCounts implements GoldenGroup {
    static final String ID = "13_flops";
    static final String FILE = "flops.json";

    @Override
    public void run(GoldenCase golden, Answers answers) {
        JsonFields models = JsonFields.read(golden.file()).object("models");
        for (String name : models.keys()) {
            JsonFields entry = models.object(name);
            SiTConfig config = config(golden.file(), name, entry);
            Map<String, Number> ours = facts(config);
            for (String key : entry.keys()) {
                String what = name + "." + key;
                if (key.equals("macs_by_part")) {
                    Map<String, Long> parts = SiTFlops.macs(config);
                    answers.add(ArrayResult.exact(what, parts, entry.object(key).values()));
                } else if (ours.containsKey(key)) {
                    answers.add(ArrayResult.exact(what, ours.get(key), entry.number(key)));
                } else {
                    answers.gap(what, "eqm computes no such number");
                }
            }
        }
    }

    private static SiTConfig config(Path file, String name, JsonFields entry) {
        if (entry.has("hidden_size")) {
            return OfficialModels.config(entry);
        }
        Path official = file.resolveSibling(OfficialModels.FILE);
        if (Files.exists(official)) {
            JsonFields models = JsonFields.read(official).object("models");
            if (models.has(name)) {
                return OfficialModels.config(models.object(name));
            }
        }
        return SiTPresets.get(name);
    }

    private static Map<String, Number> facts(SiTConfig c) {
        long macs = SiTFlops.total(c);
        Map<String, Number> all = new LinkedHashMap<>();
        all.put("tokens", c.tokens());
        all.put("macs", macs);
        all.put("gmacs", billions(macs));
        all.put("flops", 2 * macs);
        all.put("gflops_2_per_mac", billions(2 * macs));
        all.put("macs_learn_sigma_false", SiTFlops.total(OfficialModels.withSigma(c, false)));
        return all;
    }

    /** To four decimals, as the table prints them. */
    private static double billions(long count) {
        return Math.round(count / 1e5) / 1e4;
    }
}
