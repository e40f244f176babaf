package dev.eqm.cli.golden;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.store.TensorData;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.sit.SiT;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.models.weights.PublishedSign;
import dev.eqm.train.optim.AdamW;
import dev.eqm.train.optim.Ema;
import dev.eqm.train.optim.OptimizerState;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What moves the weights, AdamW and the average of them.
 *
 * <p>The key bias (middle third of {@code attn.qkv.bias}) is left out of everything: its gradient
 * is 0, of which AdamW makes steps of arbitrary sign.
 *
 * <p>Whole arrays are compared where the case holds them, and of every tensor Σ v and Σ v², so that
 * a tensor whose array is left out of the set is checked as well.
 */
final class OptimizerCases {
    private static final String KEYS = "attn.qkv.bias";
    private static final Pattern AVERAGE =
            Pattern.compile("ema_decay_(" + GoldenCase.NUMBER + ")|ema_two_steps");
    private static final Pattern DECAY_IN_WORDS =
            Pattern.compile(".*decay (" + GoldenCase.NUMBER + ").*");

    private OptimizerCases() {}

    /** The average alone: {@code ema_decay_<d>}, one update; {@code ema_two_steps}, two. */
    static void average(GoldenCase golden, Answers answers) {
        for (Matcher m : golden.expected(AVERAGE)) {
            boolean two = m.group(1) == null;
            double decay = two ? decayInWords(golden, m.group()) : Double.parseDouble(m.group(1));
            try (Parameters average = parameters(golden, "ema");
                    Parameters parameters = parameters(golden, "param")) {
                for (int i = 0; i < (two ? 2 : 1); i++) {
                    new Ema(decay).update(average, parameters);
                }
                answers.put(m.group(), ModelFile.tensors(average).get("ema"));
            }
        }
    }

    /** The set gives this decay in the meaning of the array only. */
    private static double decayInWords(GoldenCase golden, String name) {
        Matcher words = DECAY_IN_WORDS.matcher(golden.specs().get(name).what());
        return words.matches() ? Double.parseDouble(words.group(1)) : Ema.DEFAULT.decay();
    }

    /** An array of the case as a set of parameters with one member. */
    private static Parameters parameters(GoldenCase golden, String name) {
        TensorData tensor = golden.tensor(name);
        Path where = golden.file();
        ParameterSpec spec = ParameterSpec.fixed(name, new float[0], tensor.shape());
        Device device = golden.arena().device();
        return ModelFile.parameters(where, Map.of(name, tensor), List.of(spec), device);
    }

    /**
     * Training steps on given batches {@code batch<k>.*}: after step k, {@code step<k>.loss},
     * {@code .param.<name>}, {@code .ema.<name>} and checksums of all tensors.
     */
    static void adamW(GoldenCase golden, Answers answers) {
        AdamW adamW = adamW(golden.settings());
        Ema ema = new Ema(golden.settings().number("ema_decay"));
        SiT model = golden.model();
        try (Parameters average = model.parameters().detachedCopy();
                OptimizerState moments = OptimizerState.fresh(adamW, model.parameters())) {
            for (int k = 1; golden.has("batch" + k + ".x1"); k++) {
                String step = "step" + k + ".";
                step(golden, answers, model, adamW, moments, "batch" + k + ".", step);
                try (Scope scope = Scope.open()) {
                    ema.update(average, model.parameters());
                }
                putAll(answers, step + "param.", model.parameters());
                putAll(answers, step + "ema.", average);
                putSums(golden, answers, step, model.parameters(), average, moments);
            }
        }
    }

    /**
     * One step of AdamW on the EqM loss of a batch.
     *
     * @param batch prefix of its arrays
     * @param step prefix of the name {@code loss}
     */
    static void step(
            GoldenCase golden,
            Answers answers,
            SiT model,
            AdamW adamW,
            OptimizerState moments,
            String batch,
            String step) {
        try (GradMode on = GradMode.on();
                Scope scope = Scope.open()) {
            LossRun run = LossRun.of(golden, model, LossCases.EQM, batch);
            answers.put(step + "loss", run.value().mean());
            NDList gradients = run.gradients();
            adamW.compiled().apply(model.parameters(), gradients, moments, adamW.learningRate());
        }
    }

    /** Settings as PyTorch names them. */
    static AdamW adamW(JsonFields s) {
        List<?> betas = s.list("betas");
        if (betas.size() != 2
                || !(betas.get(0) instanceof Number beta1)
                || !(betas.get(1) instanceof Number beta2)) {
            throw new GoldenException(s.where(), "betas must be two numbers, got " + betas);
        }
        return new AdamW(
                s.number("lr"),
                beta1.doubleValue(),
                beta2.doubleValue(),
                s.number("eps"),
                s.number("weight_decay"));
    }

    /** Offers parameters in the published sign, without the key biases, whose gradient is noise. */
    static void putAll(Answers answers, String prefix, Parameters ours) {
        PublishedSign.turn(ModelFile.tensors(ours))
                .forEach(
                        (name, tensor) -> {
                            int third = name.endsWith(KEYS) ? tensor.elementCount() / 3 : 0;
                            double[] values = tensor.doubles();
                            answers.put(prefix + name, values, tensor.shape(), third, 2 * third);
                        });
    }

    /** Σ v and Σ v² of every tensor, in the published sign. */
    private static void putSums(
            GoldenCase golden,
            Answers answers,
            String step,
            Parameters parameters,
            Parameters average,
            OptimizerState moments) {
        Map<String, TensorData> all = ModelFile.tensors(parameters);
        Map<String, TensorData> averages = ModelFile.tensors(average);
        Map<String, TensorData> memory = moments.tensors();
        List<String> tensors = golden.settings().names("tensor_order");
        List<String> trained = golden.settings().names("moment_order");
        answers.putEach(step + "sum_f64", tensors, t -> sign(t) * sum(all, t, 1));
        answers.putEach(step + "sumsq_f64", tensors, t -> sum(all, t, 2));
        answers.putEach(step + "ema_sum_f64", tensors, t -> sign(t) * sum(averages, t, 1));
        answers.putEach(step + "ema_sumsq_f64", tensors, t -> sum(averages, t, 2));
        answers.putEach(
                step + "exp_avg_sum_f64", trained, t -> sign(t) * sum(memory, "exp_avg." + t, 1));
        answers.putEach(
                step + "exp_avg_sq_sum_f64", trained, t -> sum(memory, "exp_avg_sq." + t, 1));
    }

    /** −1 for tensors of the last layer, which eqm keeps turned. */
    private static int sign(String tensor) {
        return PublishedSign.TENSORS.contains(tensor) ? -1 : 1;
    }

    /** Σ v or Σ v² of a tensor, key biases counted as 0. */
    private static double sum(Map<String, TensorData> tensors, String name, int power) {
        boolean known = tensors.containsKey(name);
        GoldenException.require(known, "sums", "no tensor %s in this network", name);
        double[] values = tensors.get(name).doubles();
        if (name.endsWith(KEYS)) {
            Arrays.fill(values, values.length / 3, 2 * (values.length / 3), 0);
        }
        return Answers.sum(values, power);
    }
}
