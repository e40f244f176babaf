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

/**
 * Trajectories, x after every update. The name says what runs: {@code
 * trajectory[_gd|_nag][_cfg_<s>|_cfg_off][_timecond]}; the settings say the rest.
 */
final class SamplingCases {
    private static final String TRAJECTORY = "trajectory_";

    private SamplingCases() {}

    static void run(GoldenCase golden, Answers answers) {
        JsonFields s = golden.settings();
        int updates = // the published samplers make one less than their steps
                s.has("updates") ? s.integer("updates") : s.integer("num_sampling_steps") - 1;
        double eta = s.number("eta");
        for (String name : golden.expected()) {
            if (name.startsWith(TRAJECTORY)) {
                Words words = Words.of(name.substring(TRAJECTORY.length()));
                if (words.known()) {
                    run(golden, answers, name, words, updates, eta);
                } else {
                    answers.gap(name, "eqm does not know the name of this variant");
                }
            }
        }
        double[] times = new double[updates];
        Arrays.setAll(times, k -> time(k + 1, eta));
        answers.put("t_values", times);
    }

    private static void run(
            GoldenCase golden, Answers answers, String name, Words words, int updates, double eta) {
        boolean timed = words.timeConditional() || golden.timeConditional();
        SiT model = golden.model(timed);
        try (Scope scope = Scope.open()) {
            NDArray z = golden.array("z");
            NDArray start = words.guided() ? z.concat(z) : z; // [n or 2n, C, H, W]
            UpdateRule rule = rule(words, golden, eta);
            Walk walk = new Walk(model, golden.tensor("y").longs(), words);
            List<double[]> states =
                    timed
                            ? walk.timed(rule, start, updates, eta)
                            : walk.timeFree(rule, start, updates);
            while (states.size() < updates) { // the run diverged
                double[] nothing = new double[(int) start.size()];
                Arrays.fill(nothing, Double.NaN);
                states.add(nothing);
            }
            answers.putStates(name, states, start);
        }
    }

    /** The official scripts start the clock at 1 and add η an update. */
    private static double time(int updatesMade, double eta) {
        return 1 + eta * updatesMade;
    }

    /** The array's name decides, then the case's, then whether it has a μ. */
    private static UpdateRule rule(Words words, GoldenCase golden, double eta) {
        List<String> id = List.of(golden.id().split("_"));
        boolean nesterov =
                !words.rule().isEmpty()
                        ? words.rule().equals("nag")
                        : id.contains("nag") || (!id.contains("gd") && golden.settings().has("mu"));
        return nesterov
                ? new Nesterov(eta, golden.settings().number("mu"))
                : new GradientDescent(eta);
    }

    /** x after each update of gradient descent; fewer where the run diverges. */
    static List<double[]> descent(Field field, NDArray start, double eta, int updates) {
        return walk(new GradientDescent(eta), field, start, updates);
    }

    private static List<double[]> walk(UpdateRule rule, Field field, NDArray start, int updates) {
        List<double[]> states = new ArrayList<>();
        new Sampler(rule, new StopRule.MaxSteps(updates))
                .run(field, start, (k, step, norms) -> states.add(Answers.values(step.x())));
        return states;
    }

    /** What the name of a trajectory says. */
    private record Words(
            String rule, boolean guided, double scale, boolean timeConditional, boolean known) {
        static Words of(String name) {
            String rule = "";
            boolean guided = false;
            double scale = 1;
            boolean timed = false;
            boolean known = true;
            List<String> words = new ArrayList<>(List.of(name.split("_")));
            while (!words.isEmpty()) {
                String word = words.remove(0);
                if (word.equals("gd") || word.equals("nag")) {
                    rule = word;
                } else if (word.equals("timecond")) {
                    timed = true;
                } else if (word.equals("cfg") && !words.isEmpty()) {
                    String value = words.remove(0);
                    guided = value.matches(GoldenCase.NUMBER);
                    scale = guided ? Double.parseDouble(value) : 1;
                    known &= guided || value.equals("off");
                } else {
                    known = false;
                }
            }
            return new Words(rule, guided, scale, timed, known);
        }
    }

    /** One trajectory; each state is copied to Java memory as it comes. */
    private record Walk(SiT model, long[] labels, Words words) {
        /** Through the sampler: a field without time. */
        List<double[]> timeFree(UpdateRule rule, NDArray start, int updates) {
            try (FieldModel.Conditioned conditioned = condition(0)) {
                return walk(rule, field(conditioned), start, updates);
            }
        }

        /** Update by update: each sees a field of its own time. */
        List<double[]> timed(UpdateRule rule, NDArray start, int updates, double eta) {
            List<double[]> states = new ArrayList<>();
            NDArray x = start;
            NDList memory = rule.init(x, null);
            for (int k = 0; k < updates; k++) {
                try (FieldModel.Conditioned conditioned = condition(time(k, eta))) {
                    Step step = rule.step(field(conditioned), x, memory, new Tick(k + 1, 1));
                    x = step.x();
                    memory = step.state();
                }
                states.add(Answers.values(x));
            }
            return states;
        }

        private FieldModel.Conditioned condition(double time) {
            long[] all = words.guided() ? Guidance.withNullLabels(labels, model.classes()) : labels;
            return model.condition(all, time);
        }

        private Field field(FieldModel.Conditioned conditioned) {
            return words.guided()
                    ? new Guided(conditioned, GuidanceCases.published(model, words.scale()))
                            .published()
                    : conditioned;
        }
    }
}
