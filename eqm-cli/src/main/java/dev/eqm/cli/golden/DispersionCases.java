package dev.eqm.cli.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.loss.DispersiveLoss;
import dev.eqm.core.memory.Arena;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The dispersive term alone: {@code value<i>} and {@code grad_z<i>} of {@code z<i>}. */
final class DispersionCases implements GoldenGroup {
    private static final Pattern VALUE = Pattern.compile("value(\\d+)");

    @Override
    public void run(GoldenCase golden, Answers answers) {
        for (Matcher m : golden.expected(VALUE)) {
            try (GradMode on = GradMode.on();
                    Arena arena = golden.arena()) {
                NDArray z = golden.array(arena, "z" + m.group(1));
                z.setRequiresGradient(true);
                NDArray value = DispersiveLoss.dispersion(z);
                answers.put(m.group(), value);
                NDList gradient = Autograd.gradients(value, new NDList(z));
                answers.put("grad_z" + m.group(1), gradient.head());
            }
        }
    }
}
