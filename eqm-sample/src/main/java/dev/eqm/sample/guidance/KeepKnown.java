package dev.eqm.sample.guidance;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.field.Field;
import dev.eqm.core.memory.Scope;
import dev.eqm.sample.sampler.Step;
import dev.eqm.sample.sampler.Tick;
import dev.eqm.sample.sampler.UpdateRule;
import java.util.OptionalInt;

/**
 * Any update rule with known pixels, which are set after every step: during a ramp to γ·image +
 * (1−γ)ε with γ = step/ramp, as noisy as what stands beside them, then to the image's own bits.
 *
 * @param rule moves the others
 * @param images one for each sample of the run, [N, C, H, W]
 * @param known [1, 1 or C, H, W], 1 on known pixels
 * @param ramp steps after which known pixels are exact; 1: from the first step on
 */
public record KeepKnown(UpdateRule rule, NDArray images, NDArray known, int ramp)
        implements UpdateRule {
    /**
     * Arrays in front of the rule's own state: image, noise, mask, and how many steps were made.
     */
    private static final int OWN = 4;

    public KeepKnown {
        requireGiven("rule", rule, "images", images, "known", known);
        require(ramp >= 1, "ramp must be at least 1, got %s", ramp);
        requireFits(known, images.getShape());
    }

    /** Checks a mask against states. */
    static void requireFits(NDArray known, Shape states) {
        Shape m = known.getShape();
        boolean fits =
                m.dimension() == 4
                        && m.get(0) == 1
                        && (m.get(1) == 1 || m.get(1) == states.get(1))
                        && m.get(2) == states.get(2)
                        && m.get(3) == states.get(3);
        require(
                fits,
                "a mask of %s does not fit states of %s: it needs the height and width of one sample",
                m,
                states);
    }

    /**
     * Remembers image, noise and mask of every sample, so that they leave the batch with it.
     *
     * @param x the noise; what known pixels hold in it is ε of the ramp
     */
    @Override
    public NDList init(NDArray x, NDArray seeds) {
        Shape s = x.getShape();
        require(
                s.equals(images.getShape()),
                "got images of %s for states of %s",
                images.getShape(),
                s);
        Shape one = known.getShape();
        NDArray masks = known.broadcast(new Shape(x.getShape().get(0)).addAll(one.slice(1)));
        NDArray made =
                x.getManager()
                        .zeros(new Shape(x.getShape().get(0)), x.getDataType(), x.getDevice());
        return new NDList(images.duplicate(), x.duplicate(), masks.duplicate(), made)
                .addAll(rule.init(x, seeds));
    }

    @Override
    public boolean needsEnergy() {
        return rule.needsEnergy();
    }

    @Override
    public boolean restrictsFields() {
        return rule.restrictsFields();
    }

    @Override
    public OptionalInt evaluationsPerStep() {
        return rule.evaluationsPerStep();
    }

    @Override
    public Step step(Field field, NDArray x, NDList state, Tick tick) {
        Step step = rule.step(field, x, state.subNDList(OWN), tick);
        NDArray made = state.get(3);
        try (Scope scope = Scope.open()) {
            NDList inputs = new NDList(step.x()).addAll(new NDList(state.subList(0, OWN)));
            inputs.add(Guided.full(x, ramp, 1));
            NDArray kept = Guided.KERNEL.call("kept").with(inputs.toArray(new NDArray[0])).one();
            NDArray more = Guided.KERNEL.call("counted", made);
            scope.keep(kept);
            scope.keep(more);
            NDList all = new NDList(state.get(0), state.get(1), state.get(2), more);
            return new Step(kept, step.gradient(), all.addAll(step.state()));
        }
    }
}
