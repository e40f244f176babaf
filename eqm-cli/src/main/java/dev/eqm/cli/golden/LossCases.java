package dev.eqm.cli.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.loss.DispersiveLoss;
import dev.eqm.core.loss.EqmLoss;
import dev.eqm.core.loss.FlowMatchingLoss;
import dev.eqm.core.loss.Loss;
import dev.eqm.core.loss.Prediction;
import dev.eqm.core.loss.UnconditionalFlowMatchingLoss;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.path.Corruption;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.sit.SiT;
import dev.eqm.models.weights.PublishedSign;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The EqM loss, with or without the dispersive term, and the gradient of every parameter. */
final class LossCases implements GoldenGroup {
    private static final Loss EQM = new EqmLoss(ScheduleCases.PUBLISHED);
    private static final Loss DISPERSIVE = new DispersiveLoss(EQM, 0.5);

    @Override
    public void run(GoldenCase golden, Answers answers) {
        boolean dispersive = answers.expects("disp");
        boolean flow = golden.id().startsWith("10_");
        Loss base = flow ? new FlowMatchingLoss() : EQM;
        try (GradMode on = GradMode.on();
                SiT model = golden.model(flow || golden.timeConditional());
                Arena arena = golden.arena()) {
            LossRun run = LossRun.of(golden, arena, model, dispersive ? DISPERSIVE : base, "");
            putRun(golden, answers, model, base, run);
            if (dispersive) {
                answers.put("disp", DispersiveLoss.dispersion(run.answer().tokens()));
            }
        }
    }

    /**
     * Everything but the dispersion.
     *
     * @param pull the loss without it
     */
    static void putRun(
            GoldenCase golden, Answers answers, FieldModel model, Loss pull, LossRun run) {
        answers.put("xt", run.batch().xGamma());
        answers.putTurned("pred", run.answer().gradient());
        answers.put("loss_per_sample", run.value().perSample());
        answers.put("loss_mean", run.value().mean());
        double[] t = golden.tensor("t").doubles();
        answers.put("ct", ScheduleCases.values(ScheduleCases.PUBLISHED, t), t.length);
        putTarget(answers, "target", pull, run);
        putTarget(answers, "velocity", new UnconditionalFlowMatchingLoss(), run);
        putGradients(golden, answers, model, run);
    }

    /**
     * What a loss pulls the answer to, read off its gradient where the answer is 0: ∂mean/∂f = 2(f
     * − target)/size. The published target has the other sign.
     */
    private static void putTarget(Answers answers, String name, Loss loss, LossRun run) {
        Corruption batch = run.batch();
        NDArray zero = batch.x().zerosLike();
        zero.setRequiresGradient(true);
        NDArray mean = loss.of(new Prediction(zero, run.answer().tokens()), batch).mean();
        NDArray gradient = Autograd.gradients(mean, new NDList(zero)).head();
        double[] published = Answers.values(gradient);
        for (int i = 0; i < published.length; i++) {
            published[i] *= published.length / 2.0;
        }
        answers.put(name, published, gradient.getShape().getShape());
    }

    private static void putGradients(
            GoldenCase golden, Answers answers, FieldModel model, LossRun run) {
        List<ParameterSpec> specs = model.parameters().trainableSpecs();
        Map<String, Double> norms = new LinkedHashMap<>();
        for (int i = 0; i < specs.size(); i++) {
            String name = specs.get(i).name();
            NDArray gradient = run.gradients().get(i);
            norms.put(name, norm(Answers.values(gradient)));
            if (PublishedSign.TENSORS.contains(name)) {
                answers.putTurned("grad." + name, gradient);
            } else {
                answers.put("grad." + name, gradient);
            }
        }
        if (answers.expects("grad_norms")) {
            List<String> order = golden.settings().names("grad_norm_order");
            double[] ordered =
                    order.stream()
                            .mapToDouble(name -> norms.getOrDefault(name, Double.NaN))
                            .toArray();
            answers.put("grad_norms", ordered, ordered.length);
        }
        if (golden.settings().has("parameters_without_gradient")) {
            String key = "parameters_without_gradient";
            List<String> fixed =
                    model.parameters().specs().stream()
                            .filter(spec -> !spec.trainable())
                            .map(ParameterSpec::name)
                            .toList();
            answers.add(ArrayResult.exact(key, fixed, golden.settings().names(key)));
        }
    }

    private static double norm(double[] values) {
        double sum = 0;
        for (double v : values) {
            sum += v * v;
        }
        return Math.sqrt(sum);
    }
}
