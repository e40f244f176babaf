package dev.eqm.cli.golden;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.store.TensorSource;
import dev.eqm.models.sit.SiT;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.weights.ArchitectureHints;
import dev.eqm.models.weights.Published;
import dev.eqm.models.weights.PublishedArchitecture;
import dev.eqm.models.weights.PublishedFile;
import dev.eqm.train.optim.AdamW;
import dev.eqm.train.optim.OptimizerState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files of {@code torch.save}, which eqm reads without Python.
 *
 * @param file the checkpoint
 * @param published what is in it, as it is
 */
record CheckpointCases(GoldenCase golden, Answers answers, Path file, Published published) {
    private static final Pattern TWIN =
            Pattern.compile(".*bit-identical to ([\\w.-]+\\.safetensors).*");

    /**
     * A checkpoint of the published training script: what is in it, the answers of both sets of
     * weights, and one more step with the stored moments.
     */
    static void training(GoldenCase golden, Answers answers) {
        Path file = golden.file().resolveSibling(entry(golden, "case", golden.id()).text("file"));
        try (PublishedFile opened = PublishedFile.open(file)) {
            new CheckpointCases(golden, answers, file, opened.content()).training();
        }
    }

    /** A bare state_dict as a .pt, which must hold the bits of a safetensors file of the set. */
    static void stateDict(GoldenCase golden, Answers answers) {
        String name = golden.file().getFileName().toString();
        Matcher twin = TWIN.matcher(entry(golden, "file", name).text("what", ""));
        if (!twin.matches()) {
            answers.gap(name, "cases.json does not say what it must be identical to");
            return;
        }
        Path other = golden.file().resolveSibling(twin.group(1));
        Map<String, TensorData> wanted = Safetensors.read(other).tensors();
        try (PublishedFile opened = PublishedFile.open(golden.file())) {
            Map<String, TensorSource> ours = opened.content().model();
            answers.putExact("names", List.copyOf(ours.keySet()), List.copyOf(wanted.keySet()));
            wanted.forEach(
                    (tensor, data) -> {
                        Object got = ours.containsKey(tensor) ? ours.get(tensor).get() : "nothing";
                        answers.putExact(tensor, got, data);
                    });
        }
    }

    /** The first of the other files of the set that has this value under this key. */
    private static JsonFields entry(GoldenCase golden, String key, String value) {
        return golden.set().objects("other_files").stream()
                .filter(f -> f.text(key, "").equals(value))
                .findFirst()
                .orElseThrow(
                        () ->
                                new GoldenException(
                                        golden.set().where(),
                                        "other_files lists no file for case " + golden.id()));
    }

    /** In the order in which results are listed: architecture, contents, answers, one more step. */
    private void training() {
        Published ours = published.turned();
        SiTConfig network = network(ours);
        contents();
        answer("out_model", network, ours.model());
        answer("out_ema", network, ours.average());
        AdamW adamW = OptimizerCases.adamW(JsonFields.of(file.toString(), ours.optimizer()));
        try (SiT model = model(network, ours.model());
                OptimizerState moments =
                        OptimizerState.of(
                                adamW, model.parameters(), Published.fetched(ours.moments()))) {
            OptimizerCases.step(golden, answers, model, adamW, moments, "", "resume.");
            OptimizerCases.putAll(answers, "resume.param.", model.parameters());
        }
    }

    /** The network as names and shapes tell it must be the one that the set describes. */
    private SiTConfig network(Published ours) {
        String name = golden.settings().text("model").split(" ")[0];
        JsonFields entry = golden.set().object("models").object(name);
        SiTConfig wanted =
                GoldenCase.config(entry.object("hyperparameters"), golden.timeConditional());
        ArchitectureHints said = ArchitectureHints.of(ours.args());
        ArchitectureHints hints =
                new ArchitectureHints(
                        wanted.heads(),
                        wanted.labelDropout(),
                        said.timeConditional(),
                        said.energy());
        String found = PublishedArchitecture.of(file, ours.model(), hints).toString();
        answers.putExact("architecture", found, wanted.toString());
        return wanted;
    }

    /** Names, counts and checksums of everything that the file holds, in the published sign. */
    private void contents() {
        JsonFields settings = golden.settings();
        List<String> tensors = settings.names("tensor_order");
        List<String> trained = settings.names("moment_order");
        answers.putExact("tensor_order", List.copyOf(published.model().keySet()), tensors);
        answers.putExact("opt_steps", published.step(), settings.integer("opt_steps"));
        answers.putExact("args", published.args(), settings.object("args").values());
        sums("sum_model_f64", published.model(), "", tensors, 1);
        sums("sumsq_model_f64", published.model(), "", tensors, 2);
        sums("sum_ema_f64", published.average(), "", tensors, 1);
        sums("sumsq_ema_f64", published.average(), "", tensors, 2);
        sums("sum_exp_avg_f64", published.moments(), "exp_avg.", trained, 1);
        sums("sum_exp_avg_sq_f64", published.moments(), "exp_avg_sq.", trained, 1);
    }

    /**
     * Checksums of tensors: Σ v or Σ v² of each.
     *
     * @param prefix of their names in the map
     * @param order their names, without the prefix
     */
    private void sums(
            String name,
            Map<String, TensorSource> tensors,
            String prefix,
            List<String> order,
            int power) {
        answers.putEach(
                name,
                order,
                t -> {
                    TensorSource tensor = tensors.get(prefix + t);
                    GoldenException.require(
                            tensor != null, name, "the checkpoint has no %s", prefix + t);
                    return Answers.sum(tensor.get().doubles(), power);
                });
    }

    /** The answer of a set of weights on given states. The published network sees time 0. */
    private void answer(String name, SiTConfig network, Map<String, TensorSource> weights) {
        try (SiT model = model(network, weights)) {
            NDArray x = golden.array("x");
            NDArray time = golden.arena().zeros(x.getShape().get(0));
            answers.putTurned(name, model.answer(x, time, golden.array("x_y")).gradient());
        }
    }

    /** A network with weights of the file; whoever asked closes it. */
    private SiT model(SiTConfig network, Map<String, TensorSource> weights) {
        return golden.network(file, network, Published.fetched(weights));
    }
}
