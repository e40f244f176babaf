package dev.eqm.train.optim;

import ai.djl.ndarray.NDList;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import java.util.ArrayList;
import java.util.List;
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

    boolean isEmpty() {
        return specs.isEmpty();
    }
}
