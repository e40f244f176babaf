package dev.eqm.cli.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.Field;
import dev.eqm.core.memory.Arena;
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
final class SamplingCases implements GoldenGroup {
    private static final String TRAJECTORY = "trajectory_";

    @Override
    public void run(GoldenCase golden, Answers answers) {
        int updates = updates(golden.settings());
        double eta = golden.settings().number("eta");
        for (String name : golden.expected()) {
            if (name.startsWith(TRAJECTORY)) {
                run(golden, answers, name, updates, eta);
            }
        }
        double[] times = new double[updates];
        Arrays.setAll(times, k -> time(k + 1, eta));
        answers.put("t_values", times, updates);
    }

    private static void run(
            GoldenCase golden, Answers answers, String name, int updates, double eta) {
        Words words = Words.of(name.substring(TRAJECTORY.length()));
        if (!words.known()) {
            answers.gap(name, "eqm does not know the name of this variant");
            return;
        }
        boolean timed = words.timeConditional() || golden.timeConditional();
        try (SiT model = golden.model(timed);
                Arena arena = golden.arena();
                Scope scope = Scope.open()) {
            NDArray z = golden.array(arena, "z");
            NDArray start = words.guided() ? z.concat(z) : z; // [n or 2n, C, H, W]
            Runner runner =
                    new Runner(
                            model,
                            rule(words, golden, eta),
                            golden.tensor("y").longs(),
                            words,
                            updates);
            List<double[]> states = timed ? runner.timed(start, eta) : runner.timeFree(start);
            if (states.size() < updates) {
                states.add(new double[(int) start.size() * (updates - states.size())]);
                Arrays.fill(states.get(states.size() - 1), Double.NaN); // the run diverged
            }
            double[] all = states.stream().flatMapToDouble(Arrays::stream).toArray();
            long[] shape = start.getShape().getShape();
            answers.put(name, all, prepended(updates, shape));
        }
    }

    private static int updates(JsonFields settings) {
        return settings.has("updates")
                ? settings.integer("updates")
                : settings.integer("num_sampling_steps")
                        - 1; // the published samplers make one less
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

    static long[] prepended(long first, long[] rest) {
        long[] all = new long[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
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
                    guided = value.matches(Decimal.REGEX);
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
    private record Runner(SiT model, UpdateRule rule, long[] labels, Words words, int updates) {
        /** Through the sampler: a field without time. */
        List<double[]> timeFree(NDArray start) {
            List<double[]> states = new ArrayList<>();
            try (FieldModel.Conditioned conditioned = condition(0)) {
                new Sampler(rule, new StopRule.MaxSteps(updates))
                        .run(
                                field(conditioned),
                                start,
                                (number, step, norms) -> states.add(Answers.values(step.x())));
            }
            return states;
        }

        /** Update by update: each sees a field of its own time. */
        List<double[]> timed(NDArray start, double eta) {
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
