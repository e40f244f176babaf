package dev.eqm.train.optim;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Some of the trained parameters, which one kernel call moves: their specs, arrays and gradients,
 * in the same order.
 */
record ParameterShare(List<ParameterSpec> specs, NDList arrays, NDList gradients) {
    /**
     * Those for which something holds.
     *
     * @param gradients of all trained parameters, in order
     */
    static ParameterShare of(
            Parameters parameters, NDList gradients, Predicate<ParameterSpec> which) {
        ParameterShare some = new ParameterShare(new ArrayList<>(), new NDList(), new NDList());
        List<ParameterSpec> all = parameters.trainableSpecs();
        for (int i = 0; i < all.size(); i++) {
            if (which.test(all.get(i))) {
                some.specs.add(all.get(i));
                some.arrays.add(parameters.get(all.get(i).name()));
                some.gradients.add(gradients.get(i));
            }
        }
        return some;
    }

    /** All of them. */
    static ParameterShare all(Parameters parameters, NDList gradients) {
        return of(parameters, gradients, spec -> true);
    }

    /**
     * Groups of one shape, so that a kernel can take each group as one array [B, ...].
     *
     * @param most numbers in a group, unless a single parameter has more: what the copy may cost
     */
    List<ParameterShare> byShape(long most) {
        Map<Shape, ParameterShare> open = new LinkedHashMap<>();
        List<ParameterShare> groups = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            ParameterSpec spec = specs.get(i);
            ParameterShare group = open.get(spec.shape());
            if (group == null || (group.specs.size() + 1) * spec.size() > most) {
                group = new ParameterShare(new ArrayList<>(), new NDList(), new NDList());
                open.put(spec.shape(), group);
                groups.add(group);
            }
            group.specs.add(spec);
            group.arrays.add(arrays.get(i));
            group.gradients.add(gradients.get(i));
        }
        return groups;
    }

    boolean isEmpty() {
        return specs.isEmpty();
    }
}
