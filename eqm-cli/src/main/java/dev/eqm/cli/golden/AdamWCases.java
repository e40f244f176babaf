package dev.eqm.cli.golden;

import ai.djl.ndarray.NDList;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.loss.EqmLoss;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.store.TensorData;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.sit.SiT;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.models.weights.PublishedSign;
import dev.eqm.train.optim.AdamW;
import dev.eqm.train.optim.Ema;
import dev.eqm.train.optim.Moments;
import java.util.List;
import java.util.Map;

/**
 * Training steps on given batches {@code batch<k>.*}: after step k, {@code step<k>.loss}, {@code
 * .param.<name>}, {@code .ema.<name>} and checksums of all tensors.
 *
 * <p>The key bias (middle third of {@code attn.qkv.bias}) is left out of everything: its gradient
 * is 0, of which AdamW makes steps of arbitrary sign.
 */
final class AdamWCases implements GoldenGroup {
    private static final String KEYS = "attn.qkv.bias";

    @Override
    public void run(GoldenCase golden, Answers answers) {
        AdamW.Step adamW = adamW(golden.settings()).compiled();
        Ema ema = new Ema(golden.settings().number("ema_decay"));
        try (SiT model = golden.model();
                Parameters average = model.parameters().detachedCopy();
                Moments moments = Moments.zero(model.parameters())) {
            for (int k = 1; golden.has("batch" + k + ".x1"); k++) {
                try (GradMode on = GradMode.on();
                        Arena arena = golden.arena();
                        Scope scope = Scope.open()) {
                    EqmLoss loss = new EqmLoss(ScheduleCases.PUBLISHED);
                    LossRun run = LossRun.of(golden, arena, model, loss, "batch" + k + ".");
                    answers.put("step" + k + ".loss", run.value().mean());
                    step(adamW, model, run.gradients(), moments);
                    ema.update(average, model.parameters());
                }
                String step = "step" + k + ".";
                putAll(answers, step + "param.", ModelFile.tensors(model.parameters()));
                putAll(answers, step + "ema.", ModelFile.tensors(average));
                putSums(golden, answers, step, model.parameters(), average, moments);
            }
        }
    }

    private static AdamW adamW(JsonFields s) {
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

    private static void step(AdamW.Step adamW, SiT model, NDList gradients, Moments moments) {
        adamW.apply(model.parameters(), gradients, moments, adamW.settings().learningRate());
    }

    /** Offers parameters in the published sign, without the key biases, whose gradient is noise. */
    static void putAll(Answers answers, String prefix, Map<String, TensorData> ours) {
        ours.forEach(
                (name, tensor) -> {
                    double[] values = published(name, tensor);
                    int third = name.endsWith(KEYS) ? values.length / 3 : 0;
                    answers.put(prefix + name, values, tensor.shape(), third, 2 * third);
                });
    }

    private static void putSums(
            GoldenCase golden,
            Answers answers,
            String step,
            Parameters parameters,
            Parameters average,
            Moments moments) {
        Map<String, TensorData> all = ModelFile.tensors(parameters);
        Map<String, TensorData> averages = ModelFile.tensors(average);
        Map<String, TensorData> memory = moments.tensors();
        List<String> tensors = golden.settings().names("tensor_order");
        List<String> trained = golden.settings().names("moment_order");
        put(answers, step + "sum_f64", tensors, all, "", 1);
        put(answers, step + "sumsq_f64", tensors, all, "", 2);
        put(answers, step + "ema_sum_f64", tensors, averages, "", 1);
        put(answers, step + "ema_sumsq_f64", tensors, averages, "", 2);
        put(answers, step + "exp_avg_sum_f64", trained, memory, "exp_avg.", 1);
        put(answers, step + "exp_avg_sq_sum_f64", trained, memory, "exp_avg_sq.", 1);
    }

    /** Sums of powers of all tensors of a list. */
    private static void put(
            Answers answers,
            String name,
            List<String> order,
            Map<String, TensorData> tensors,
            String prefix,
            int power) {
        if (!answers.expects(name)) {
            return;
        }
        boolean signed = !prefix.equals("exp_avg_sq.");
        double[] sums = new double[order.size()];
        for (int i = 0; i < sums.length; i++) {
            String tensor = order.get(i);
            if (!tensors.containsKey(prefix + tensor)) {
                throw new GoldenException(name, "no tensor " + tensor + " in this network");
            }
            TensorData data = tensors.get(prefix + tensor);
            double[] values = signed ? published(tensor, data) : data.doubles();
            sums[i] = sum(values, tensor.endsWith(KEYS), power);
        }
        answers.put(name, sums, sums.length);
    }

    private static double sum(double[] values, boolean withoutKeys, int power) {
        int third = withoutKeys ? values.length / 3 : 0;
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            boolean key = i >= third && i < 2 * third;
            sum += key ? 0 : power == 2 ? values[i] * values[i] : values[i];
        }
        return sum;
    }

    private static double[] published(String name, TensorData tensor) {
        double[] values = tensor.doubles();
        return PublishedSign.TENSORS.contains(name) ? Answers.turned(values) : values;
    }
}
