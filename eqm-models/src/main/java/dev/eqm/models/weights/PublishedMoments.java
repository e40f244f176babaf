package dev.eqm.models.weights;

import dev.eqm.core.store.TensorData;
import dev.eqm.core.store.TensorSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * PyTorch's AdamW state and ours. PyTorch numbers the parameters in the order of the state_dict,
 * fixed tables included, and keeps a step counter for each; we have names and one counter.
 *
 * <p>Form: {@code state} maps the number of a parameter to {@code step}, {@code exp_avg} and {@code
 * exp_avg_sq}, both of the parameter's shape; {@code param_groups} holds one group, {@code params}
 * in it the numbers 0, 1, 2 and on.
 */
record PublishedMoments(Path file) {
    static final String STEP = "step";
    static final String FIRST = "exp_avg.";
    static final String SECOND = "exp_avg_sq.";

    private static final String STATE = "state";
    private static final String GROUPS = "param_groups";
    private static final String PARAMS = "params";
    private static final String FIXED = "pos_embed";

    /** The only group of parameters, whose settings hold for all. */
    Map<String, Object> settings(Map<?, ?> optimizer) {
        Map<String, Object> settings = new LinkedHashMap<>();
        group(optimizer).forEach((key, value) -> settings.put(String.valueOf(key), value));
        settings.remove(PARAMS);
        return settings;
    }

    /**
     * The moments by name; empty before the first step.
     *
     * @param order names of the parameters as the model has them
     */
    Map<String, TensorSource> read(Map<?, ?> optimizer, List<String> order) {
        if (!(optimizer.get(STATE) instanceof Map<?, ?> state)) {
            throw error("opt has no state");
        }
        if (state.isEmpty()) {
            return Map.of();
        }
        List<String> names = numbered(group(optimizer), order);
        Map<String, TensorSource> all = new LinkedHashMap<>();
        Set<Float> steps = new TreeSet<>();
        all.put(STEP, TensorSource.of(TensorData.of(new float[1])));
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            Object entry = state.get((long) i);
            if (entry == null && name.equals(FIXED)) {
                continue;
            }
            if (!(entry instanceof Map<?, ?> moment)) {
                throw error("opt.state has no entry %s for '%s'", i, name);
            }
            requireKnown(name, moment);
            steps.add(step(name, moment.get("step")));
            all.put(
                    FIRST + name,
                    PublishedFile.floats(file, "exp_avg of " + name, moment.get("exp_avg")));
            all.put(
                    SECOND + name,
                    PublishedFile.floats(file, "exp_avg_sq of " + name, moment.get("exp_avg_sq")));
        }
        if (steps.size() != 1) {
            throw error("parameters have different step counts: %s", steps);
        }
        float step = steps.iterator().next();
        all.put(STEP, TensorSource.of(TensorData.of(new float[] {step})));
        return all;
    }

    /**
     * The state_dict of PyTorch's AdamW.
     *
     * <p>Each parameter gets a step tensor of its own: PyTorch counts in place, and a shared one
     * would be counted once for every parameter.
     */
    static Map<String, Object> write(Published published, List<String> order) {
        Map<Object, Object> state = new LinkedHashMap<>();
        for (int i = 0; i < order.size(); i++) {
            TensorSource first = published.moments().get(FIRST + order.get(i));
            if (first != null) {
                Map<String, Object> moment = new LinkedHashMap<>();
                moment.put("step", TensorData.of(new float[] {published.step()})); // one for each
                moment.put("exp_avg", first.get());
                moment.put("exp_avg_sq", published.moments().get(SECOND + order.get(i)).get());
                state.put((long) i, moment);
            }
        }
        Map<String, Object> group = new LinkedHashMap<>(published.optimizer());
        group.put(PARAMS, LongStream.range(0, order.size()).boxed().toList());
        Map<String, Object> all = new LinkedHashMap<>();
        all.put(STATE, state);
        all.put(GROUPS, List.of(group));
        return all;
    }

    private Map<?, ?> group(Map<?, ?> optimizer) {
        if (!(optimizer.get(GROUPS) instanceof List<?> groups)
                || groups.size() != 1
                || !(groups.get(0) instanceof Map<?, ?> group)) {
            throw error("opt must have a single group of parameters, as in the published script");
        }
        return group;
    }

    /** The name of parameter i; some scripts hand the fixed table to the optimiser, some do not. */
    private List<String> numbered(Map<?, ?> group, List<String> order) {
        if (!(group.get(PARAMS) instanceof List<?> params)) {
            throw error("opt.param_groups[0] has no params");
        }
        List<String> names = new ArrayList<>(order);
        if (params.size() == order.size() - 1) {
            names.remove(FIXED);
        }
        if (!params.equals(LongStream.range(0, names.size()).boxed().toList())) {
            throw error(
                    "opt numbers %s parameters, but the model has %s; they cannot be matched",
                    params.size(), order.size());
        }
        return names;
    }

    private void requireKnown(String name, Map<?, ?> moment) {
        if (!moment.keySet().equals(Set.of("step", "exp_avg", "exp_avg_sq"))) {
            throw error(
                    "opt.state of '%s' contains %s; AdamW without amsgrad has step, exp_avg and exp_avg_sq",
                    name, moment.keySet());
        }
    }

    /** A float32 scalar; a whole number before PyTorch 1.12. */
    private float step(String name, Object value) {
        float step =
                value instanceof Long whole
                        ? whole
                        : PublishedFile.floats(file, "step of " + name, value).get().floats()[0];
        if (step < 1 || step >= 1 << 24 || step != Math.rint(step)) {
            throw error("step of '%s' must be a whole number in [1, 2^24), got %s", name, step);
        }
        return step;
    }

    private CheckpointException error(String problem, Object... values) {
        return CheckpointException.of(file, problem, values);
    }
}
