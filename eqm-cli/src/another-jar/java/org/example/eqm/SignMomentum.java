package org.example.eqm;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.train.optim.Optimizer;
import java.util.List;

/** b ← βb + (1−β)g, w ← w − lr·sign(b): every number moves by the learning rate. Keeps b. */
public record SignMomentum(double learningRate, double beta) implements Optimizer {
    static final String NAME = "sign-momentum";

    private static final String BUFFER = "momentum";

    public SignMomentum {
        require(learningRate > 0, "learningRate must be positive, got %s", learningRate);
        require(beta >= 0 && beta < 1, "beta must lie in [0, 1), got %s", beta);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ParameterSpec> memory(ParameterSpec parameter) {
        return List.of(Optimizer.zeros(BUFFER, parameter));
    }

    @Override
    public Step compiled() {
        return (parameters, gradients, state, rate) -> {
            try (GradMode off = GradMode.off();
                    Scope scope = Scope.open();
                    Arena numbers = Arena.open(parameters.device(), "sign momentum")) {
                NDArray keep = numbers.scalar(beta);
                NDArray take = numbers.scalar(1 - beta);
                NDArray size = numbers.scalar(rate);
                NDList w = parameters.trainable();
                NDList b = state.list(BUFFER, parameters.trainableSpecs());
                for (int i = 0; i < w.size(); i++) {
                    NDArray g = gradients.get(i); // first in every operation, so that results go
                    NDArray now = g.mul(take).add(b.get(i).muli(keep));
                    b.get(i).addi(g.mul(take));
                    w.get(i).subi(now.sign().mul(size));
                }
                state.step().addi(numbers.scalar(1));
            }
        };
    }
}
