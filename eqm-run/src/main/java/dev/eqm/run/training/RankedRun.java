package dev.eqm.run.training;

import ai.djl.Device;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.device.Backend;
import dev.eqm.core.ranks.Ranks;
import dev.eqm.core.store.Json;
import dev.eqm.run.UsageException;
import dev.eqm.run.config.ConfigDiff;
import dev.eqm.run.config.ConfigReader;
import dev.eqm.run.config.ConfigWriter;
import dev.eqm.run.folder.DataRecord;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.settings.RunKinds;
import java.util.List;
import java.util.Map;

/** What ranks must have in common before they train one run, and where each of them computes. */
final class RankedRun {
    private RankedRun() {}

    /**
     * Refuses ranks that would train different things. All find the same; rank 0 tells it.
     *
     * @throws UsageException naming the rank, what differs there, and both values; or the batch
     *     size that cannot be shared equally
     */
    static void requireAlike(Ranks ranks, RunConfig config, ImageSource data) {
        if (ranks.size() > 1) {
            String problem = problem(ranks, config, data);
            ranks.first(
                    () -> {
                        if (!problem.isEmpty()) {
                            throw new UsageException(problem);
                        }
                    });
        }
    }

    private static String problem(Ranks ranks, RunConfig config, ImageSource data) {
        int n = ranks.size();
        int batch = config.train().batchSize();
        List<String> configs = ranks.texts(new ConfigWriter(RunKinds.all()).toYaml(config));
        List<String> programs = ranks.texts(versions());
        List<String> images = ranks.texts(Json.writePretty(DataRecord.of(data).toJson()));
        for (int r = 1; r < n; r++) {
            String found =
                    !configs.get(r).equals(configs.get(0))
                            ? "configurations differ: " + changes(configs.get(0), configs.get(r))
                            : !programs.get(r).equals(programs.get(0))
                                    ? "programs differ: " + lines(programs, r)
                                    : !images.get(r).equals(images.get(0))
                                            ? "images differ: " + lines(images, r)
                                            : "";
            if (!found.isEmpty()) {
                String told =
                        "rank %d cannot train together with rank 0, because their %s; start all ranks alike";
                return told.formatted(r, found);
            }
        }
        return batch % n == 0
                ? ""
                : "train.batchSize is %d, which %d ranks cannot share equally; set it to a multiple of %d"
                        .formatted(batch, n, n);
    }

    private static String changes(String first, String other) {
        ConfigReader reader = new ConfigReader(RunKinds.all());
        RunConfig left = reader.read(RunConfig.DEFAULT, first, "rank 0", List.of());
        RunConfig right = reader.read(RunConfig.DEFAULT, other, "another rank", List.of());
        List<String> told =
                new ConfigDiff(RunKinds.all())
                        .between(left, right).stream()
                                .map(d -> d.path() + " is " + d.right() + " instead of " + d.left())
                                .toList();
        return String.join(", ", told);
    }

    /** The first line that differs. */
    private static String lines(List<String> texts, int r) {
        List<String> here = texts.get(0).lines().toList();
        List<String> there = texts.get(r).lines().toList();
        for (int i = 0; i < Math.min(here.size(), there.size()); i++) {
            if (!here.get(i).equals(there.get(i))) {
                return "%s instead of %s".formatted(there.get(i).strip(), here.get(i).strip());
            }
        }
        return "%d lines instead of %d".formatted(there.size(), here.size());
    }

    /** Everything that computes a number; ranks may have other systems and patches of Java. */
    private static String versions() {
        Map<String, String> all = Backend.versions();
        return String.join(
                "\n",
                List.of(
                        "eqm " + all.get("eqm"),
                        "djl " + all.get("djl"),
                        "libtorch " + all.get("libtorch")));
    }

    /**
     * The device that a rank takes instead of the configured one: of several GPUs of a machine each
     * rank there gets its own, in their order.
     *
     * @param local number of the rank on its machine
     * @param gpus of the machine, as this process sees them
     * @return a name, or null to take the configured device
     * @throws UsageException if there are fewer GPUs than ranks on the machine
     */
    static String device(RunConfig config, int ranks, int local, int gpus) {
        boolean open = config.device().equals("auto") || config.device().equals("cuda");
        if (ranks == 1 || !open || gpus < 2) {
            return null;
        }
        if (local >= gpus) {
            throw new UsageException(
                    "this machine has %d GPUs and more ranks than that; start at most %d ranks on it"
                            .formatted(gpus, gpus));
        }
        return "cuda:" + local;
    }

    /** One lane, unless the configuration says otherwise: so that ranks equal micro-batches. */
    static int lanes(RunConfig config, Device device, int ranks) {
        return ranks > 1 && config.lanes() == 0 ? 1 : config.lanesOn(device);
    }
}
