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
import dev.eqm.core.path.Corruption;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.sit.SiT;
import dev.eqm.models.weights.PublishedSign;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Losses of the published training code and the gradient of every parameter, and the dispersive
 * term alone.
 */
final class LossCases {
    /** The loss of the published training script: eq. 3 with its truncated c(γ). */
    static final EqmLoss EQM = new EqmLoss(ScheduleCases.PUBLISHED);

    private static final Loss DISPERSIVE = new DispersiveLoss(EQM, 0.5);
    private static final Pattern VALUE = Pattern.compile("value(\\d+)");

    private LossCases() {}

    /** EqM, with or without the dispersive term, or Flow Matching where the id says so. */
    static void run(GoldenCase golden, Answers answers) {
        boolean dispersive = answers.expects("disp");
        boolean flow = golden.id().startsWith("10_");
        Loss base = flow ? new FlowMatchingLoss() : EQM;
        try (GradMode on = GradMode.on()) {
            SiT model = golden.model(flow || golden.timeConditional());
            LossRun run = LossRun.of(golden, model, dispersive ? DISPERSIVE : base, "");
            putRun(golden, answers, model, base, run);
            if (dispersive) {
                answers.put("disp", DispersiveLoss.dispersion(run.answer().tokens()));
            }
        }
    }

    /** The dispersive term alone: {@code value<i>} and {@code grad_z<i>} of {@code z<i>}. */
    static void dispersion(GoldenCase golden, Answers answers) {
        for (Matcher m : golden.expected(VALUE)) {
            try (GradMode on = GradMode.on()) {
                NDArray z = golden.array("z" + m.group(1));
                z.setRequiresGradient(true);
                NDArray value = DispersiveLoss.dispersion(z);
                answers.put(m.group(), value);
                NDList gradient = Autograd.gradients(value, new NDList(z));
                answers.put("grad_z" + m.group(1), gradient.head());
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
        answers.put("ct", ScheduleCases.values(ScheduleCases.PUBLISHED, golden.tensor("t")));
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

    /**
     * Gradients of all trained parameters, and their norms in the order of the settings. Those of
     * the last layer change sign with its weights.
     */
    private static void putGradients(
            GoldenCase golden, Answers answers, FieldModel model, LossRun run) {
        List<ParameterSpec> specs = model.parameters().trainableSpecs();
        Map<String, Double> norms = new HashMap<>();
        for (int i = 0; i < specs.size(); i++) {
            String name = specs.get(i).name();
            NDArray gradient = run.gradients().get(i);
            norms.put(name, Math.sqrt(Answers.sum(Answers.values(gradient), 2)));
            if (PublishedSign.TENSORS.contains(name)) {
                answers.putTurned("grad." + name, gradient);
            } else {
                answers.put("grad." + name, gradient);
            }
        }
        if (answers.expects("grad_norms")) {
            List<String> order = golden.settings().names("grad_norm_order");
            answers.putEach("grad_norms", order, name -> norms.getOrDefault(name, Double.NaN));
        }
        String key = "parameters_without_gradient";
        if (golden.settings().has(key)) {
            List<String> fixed =
                    model.parameters().specs().stream()
                            .filter(spec -> !spec.trainable())
                            .map(ParameterSpec::name)
                            .toList();
            answers.putExact(key, fixed, golden.settings().names(key));
        }
    }
}
