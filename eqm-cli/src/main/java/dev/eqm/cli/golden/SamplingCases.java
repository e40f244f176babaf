package dev.eqm.cli.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.Field;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.sit.SiT;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.guidance.Guided;
import dev.eqm.sample.sampler.GradientDescent;
import dev.eqm.sample.sampler.Nesterov;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.Step;
import dev.eqm.sample.sampler.StopRule;
import dev.eqm.sample.sampler.Tick;
import dev.eqm.sample.sampler.UpdateRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Trajectories, x after every update. The name says what runs: {@code
 * trajectory[_gd|_nag][_cfg_<s>|_cfg_off][_timecond]}; the settings say the rest.
 */
final class SamplingCases {
    private static final Pattern TRAJECTORY =
            Pattern.compile(
                    "trajectory_(gd|nag)?_?(?:cfg_(off|N))?_?(timecond)?"
                            .replace("N", GoldenCase.NUMBER));

    private SamplingCases() {}

    /** Runs every trajectory that the case expects; the times are those of a published clock. */
    static void run(GoldenCase golden, Answers answers) {
        JsonFields s = golden.settings();
        int updates = // the published samplers make one less than their steps
                s.has("updates") ? s.integer("updates") : s.integer("num_sampling_steps") - 1;
        double eta = s.number("eta");
        for (String name : golden.expected()) {
            Matcher words = TRAJECTORY.matcher(name);
            if (words.matches()) {
                run(golden, answers, words, updates, eta);
            } else if (name.startsWith("trajectory_")) {
                answers.gap(name, "eqm does not know this variant");
            }
        }
        double[] times = new double[updates];
        Arrays.setAll(times, k -> time(k + 1, eta));
        answers.put("t_values", times);
    }

    /**
     * One trajectory. A guided state has the start twice, as the published code stacks it.
     *
     * @param words the name, taken apart by {@link #TRAJECTORY}
     */
    private static void run(
            GoldenCase golden, Answers answers, Matcher words, int updates, double eta) {
        boolean timed = words.group(3) != null || golden.timeConditional();
        String scale = words.group(2);
        boolean guided = scale != null && !scale.equals("off");
        SiT model = golden.model(timed);
        long[] y = golden.tensor("y").longs();
        long[] labels = guided ? Guidance.withNullLabels(y, model.classes()) : y;
        Function<FieldModel.Conditioned, Field> field =
                guided ? c -> guided(c, model, Double.parseDouble(scale)) : c -> c;
        UpdateRule rule = rule(words.group(1), golden, eta);
        try (Scope scope = Scope.open();
                FieldModel.Conditioned atNoTime = model.condition(labels, 0)) {
            NDArray z = golden.array("z");
            NDArray start = guided ? z.concat(z) : z; // [n or 2n, C, H, W]
            List<double[]> states =
                    timed
                            ? timed(model, labels, field, rule, start, updates, eta)
                            : walk(rule, field.apply(atNoTime), start, updates);
            while (states.size() < updates) { // the run diverged
                double[] nothing = new double[(int) start.size()];
                Arrays.fill(nothing, Double.NaN);
                states.add(nothing);
            }
            answers.putStates(words.group(), states, start);
        }
    }

    /** Guidance as the published code mixes it: on some channels only. */
    private static Field guided(FieldModel.Conditioned field, SiT model, double scale) {
        return new Guided(field, GuidanceCases.published(model, scale)).published();
    }

    /** The official scripts start the clock at 1 and add η an update. */
    private static double time(int updatesMade, double eta) {
        return 1 + eta * updatesMade;
    }

    /**
     * The array's name decides, then the case's, then whether it has a μ.
     *
     * @param named gd or nag; null where the array's name does not say
     */
    private static UpdateRule rule(String named, GoldenCase golden, double eta) {
        List<String> id = List.of(golden.id().split("_"));
        boolean hasMu = !id.contains("gd") && golden.settings().has("mu");
        boolean nesterov = named == null ? id.contains("nag") || hasMu : named.equals("nag");
        return nesterov
                ? new Nesterov(eta, golden.settings().number("mu"))
                : new GradientDescent(eta);
    }

    /** x after each update of gradient descent; fewer where the run diverges. */
    static List<double[]> descent(Field field, NDArray start, double eta, int updates) {
        return walk(new GradientDescent(eta), field, start, updates);
    }

    /** Through eqm's own loop, a field without time; each state is copied as it comes. */
    private static List<double[]> walk(UpdateRule rule, Field field, NDArray start, int updates) {
        List<double[]> states = new ArrayList<>();
        new Sampler(rule, new StopRule.MaxSteps(updates))
                .run(field, start, (k, step, norms) -> states.add(Answers.values(step.x())));
        return states;
    }

    /**
     * Update by update: each sees a field of its own time, which eqm's sampler does not offer,
     * because a gradient field of the paper has none.
     */
    private static List<double[]> timed(
            SiT model,
            long[] labels,
            Function<FieldModel.Conditioned, Field> field,
            UpdateRule rule,
            NDArray start,
            int updates,
            double eta) {
        List<double[]> states = new ArrayList<>();
        NDArray x = start;
        NDList memory = rule.init(x, null);
        for (int k = 0; k < updates; k++) {
            try (FieldModel.Conditioned now = model.condition(labels, time(k, eta))) {
                Step step = rule.step(field.apply(now), x, memory, new Tick(k + 1, 1));
                x = step.x();
                memory = step.state();
            }
            states.add(Answers.values(x)); // copied to Java memory as it comes
        }
        return states;
    }
}
