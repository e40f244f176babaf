package dev.eqm.cli.golden;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.loss.EqmLoss;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.store.TensorSource;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.sit.SiT;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.weights.ArchitectureHints;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.models.weights.Published;
import dev.eqm.models.weights.PublishedArchitecture;
import dev.eqm.models.weights.PublishedFile;
import dev.eqm.train.optim.AdamW;
import dev.eqm.train.optim.Moments;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A checkpoint of the published training script: what is in it, the answers of both sets of
 * weights, and one more step with the stored moments.
 */
final class CheckpointCases implements GoldenGroup {
    private static final String PARAMETER = "resume.param.";

    @Override
    public void run(GoldenCase golden, Answers answers) {
        Path file = checkpoint(golden);
        try (PublishedFile opened = PublishedFile.open(file)) {
            Published published = opened.content();
            Published ours = published.turned();
            SiTConfig network = network(golden, file, ours, answers);
            contents(golden, published, answers);
            answer(golden, answers, "out_model", file, network, ours.model());
            answer(golden, answers, "out_ema", file, network, ours.average());
            resume(golden, file, network, ours, answers);
        }
    }

    private static Path checkpoint(GoldenCase golden) {
        return golden.set().objects("other_files").stream()
                .filter(f -> f.text("case", "").equals(golden.id()))
                .map(f -> golden.file().resolveSibling(f.text("file")))
                .findFirst()
                .orElseThrow(
                        () ->
                                new GoldenException(
                                        golden.set().where(),
                                        "other_files names no file of case " + golden.id()));
    }

    /** The network as names and shapes tell it must be the one that the set describes. */
    private static SiTConfig network(
            GoldenCase golden, Path file, Published ours, Answers answers) {
        String name = golden.settings().text("model").split(" ")[0];
        JsonFields models = golden.set().object("models");
        SiTConfig wanted =
                GoldenModel.config(
                        models.object(name).object("hyperparameters"), golden.timeConditional());
        ArchitectureHints said = ArchitectureHints.of(ours.args());
        ArchitectureHints hints =
                new ArchitectureHints(
                        wanted.heads(),
                        wanted.labelDropout(),
                        said.timeConditional(),
                        said.energy());
        String found = PublishedArchitecture.of(file, ours.model(), hints).toString();
        answers.add(ArrayResult.exact("architecture", found, wanted.toString()));
        return wanted;
    }

    private static void contents(GoldenCase golden, Published published, Answers answers) {
        JsonFields settings = golden.settings();
        List<String> tensors = settings.names("tensor_order");
        List<String> trained = settings.names("moment_order");
        answers.add(
                ArrayResult.exact(
                        "tensor_order", List.copyOf(published.model().keySet()), tensors));
        answers.add(
                ArrayResult.exact("opt_steps", published.step(), settings.integer("opt_steps")));
        answers.add(ArrayResult.exact("args", published.args(), settings.object("args").values()));
        sums(answers, "sum_model_f64", published.model(), "", tensors, 1);
        sums(answers, "sumsq_model_f64", published.model(), "", tensors, 2);
        sums(answers, "sum_ema_f64", published.average(), "", tensors, 1);
        sums(answers, "sumsq_ema_f64", published.average(), "", tensors, 2);
        sums(answers, "sum_exp_avg_f64", published.moments(), "exp_avg.", trained, 1);
        sums(answers, "sum_exp_avg_sq_f64", published.moments(), "exp_avg_sq.", trained, 1);
    }

    private static void sums(
            Answers answers,
            String name,
            Map<String, TensorSource> tensors,
            String prefix,
            List<String> order,
            int power) {
        double[] sums = new double[order.size()];
        for (int i = 0; i < sums.length; i++) {
            TensorSource tensor = tensors.get(prefix + order.get(i));
            if (tensor == null) {
                throw new GoldenException(name, "the checkpoint has no " + prefix + order.get(i));
            }
            for (double value : tensor.get().doubles()) {
                sums[i] += power == 2 ? value * value : value;
            }
        }
        answers.put(name, sums, sums.length);
    }

    private static void answer(
            GoldenCase golden,
            Answers answers,
            String name,
            Path file,
            SiTConfig network,
            Map<String, TensorSource> weights) {
        try (SiT model = model(golden, file, network, weights);
                Arena arena = golden.arena()) {
            NDArray x = golden.array(arena, "x");
            NDArray labels = golden.array(arena, "x_y");
            NDArray time = arena.zeros(x.getShape().get(0));
            answers.putTurned(name, model.answer(x, time, labels).gradient());
        }
    }

    private static void resume(
            GoldenCase golden, Path file, SiTConfig network, Published ours, Answers answers) {
        AdamW adamW = adamW(file, ours.optimizer());
        try (SiT model = model(golden, file, network, ours.model());
                Moments moments = Moments.of(model.parameters(), fetched(ours.moments()))) {
            try (GradMode on = GradMode.on();
                    Arena arena = golden.arena();
                    Scope scope = Scope.open()) {
                EqmLoss loss = new EqmLoss(ScheduleCases.PUBLISHED);
                LossRun run = LossRun.of(golden, arena, model, loss, "");
                answers.put("resume.loss", run.value().mean());
                adamW.compiled()
                        .apply(model.parameters(), run.gradients(), moments, adamW.learningRate());
            }
            AdamWCases.putAll(answers, PARAMETER, ModelFile.tensors(model.parameters()));
        }
    }

    private static SiT model(
            GoldenCase golden, Path file, SiTConfig network, Map<String, TensorSource> weights) {
        Parameters parameters =
                ModelFile.parameters(file, fetched(weights), network.specs(), golden.device());
        return new SiT(network, Precision.FLOAT32, parameters);
    }

    private static Map<String, TensorData> fetched(Map<String, TensorSource> sources) {
        Map<String, TensorData> all = new LinkedHashMap<>();
        sources.forEach((name, source) -> all.put(name, source.get()));
        return all;
    }

    /** The optimiser as the file describes it. */
    private static AdamW adamW(Path file, Map<String, Object> settings) {
        if (settings.get("lr") instanceof Double rate
                && settings.get("betas") instanceof List<?> betas
                && betas.size() == 2
                && betas.get(0) instanceof Double beta1
                && betas.get(1) instanceof Double beta2
                && settings.get("eps") instanceof Double epsilon
                && settings.get("weight_decay") instanceof Number decay) {
            return new AdamW(rate, beta1, beta2, epsilon, decay.doubleValue());
        }
        throw new GoldenException(file.toString(), "no settings of AdamW in " + settings);
    }
}
