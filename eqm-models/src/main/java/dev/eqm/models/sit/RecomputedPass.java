package dev.eqm.models.sit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.loss.Prediction;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.TrainingPass;
import java.util.IdentityHashMap;

/**
 * A training pass that keeps of every block its input and modulation alone, 4·N·T·D bytes, instead
 * of what its graph keeps, 4·N·T(12D + 2H).
 *
 * <p>Forward, a block's graph is made and dropped. Backward, from the last block to the first,
 * block i is computed once more from what was kept, and its vector–Jacobian product carries
 * ∂loss/∂x_{i+1} to ∂loss/∂x_i, ∂loss/∂modulation_i and the gradients of its weights. The same
 * kernels run on the same numbers in the same order as without recomputation, so losses and
 * gradients are the same. Nothing in a block is random. Cost: one more forward pass of the blocks,
 * about a third of a training pass.
 *
 * <p>Chen et al. 2016, "Training Deep Nets with Sublinear Memory Cost", with one segment a block.
 *
 * <p>All that is kept lies in the scope of whoever made the pass.
 *
 * @param embedded input of the first block, with the graph of the embedding
 * @param conditioning with its graph
 * @param states inputs of the blocks, first to last, then the answer of the last one: a variable
 * @param lastModulation a variable
 */
record RecomputedPass(
        SiT network,
        NDArray embedded,
        Conditioning conditioning,
        NDList states,
        NDArray lastModulation,
        Prediction answer)
        implements TrainingPass {

    /** The forward pass; arguments are those of {@link SiT#answer}. */
    static RecomputedPass of(SiT network, NDArray x, NDArray gamma, NDArray labels) {
        try (GradMode on = GradMode.on();
                Scope scope = Scope.open()) {
            Conditioning conditioning = network.conditioning(labels, gamma);
            NDArray embedded = network.embeddings().tokens(x);
            NDList states = new NDList(Autograd.plain(embedded));
            for (int i = 0; i < network.blocks().size(); i++) {
                states.add(next(network.blocks().get(i), states.get(i), conditioning.block(i)));
            }
            states.add(Autograd.variable(states.remove(states.size() - 1)));
            NDArray last = Autograd.variable(Autograd.plain(conditioning.last()));
            NDArray tokens = states.get(states.size() - 1);
            NDArray gradient = scope.keep(network.answer(tokens, last));
            scope.keep(conditioning.modulations());
            scope.keep(states);
            return new RecomputedPass(
                    network,
                    scope.keep(embedded),
                    conditioning,
                    states,
                    scope.keep(last),
                    new Prediction(gradient, tokens));
        }
    }

    /** A block's answer. Its graph is made, so that the numbers are those of the backward pass. */
    private static NDArray next(SiTBlock block, NDArray x, NDArray modulation) {
        try (Scope scope = Scope.open()) {
            NDArray m = Autograd.plain(modulation);
            return scope.keep(Autograd.plain(block.forward(x, m)));
        }
    }

    @Override
    public NDList gradients(NDArray loss) {
        IdentityHashMap<NDArray, NDArray> found = new IdentityHashMap<>();
        try (GradMode on = GradMode.on();
                Scope scope = Scope.open()) {
            NDList carried = throughLastLayer(loss, found);
            NDArray g = carried.get(0);
            NDList modulations = new NDList(carried.get(1));
            for (int i = network.blocks().size() - 1; i >= 0; i--) {
                states.get(i + 1).close();
                carried = throughBlock(i, g, found);
                g.close();
                g = carried.get(0);
                modulations.add(0, carried.get(1));
            }
            throughEmbeddings(g, modulations, found);
            NDList inOrder = new NDList();
            network.parameters().trainable().forEach(w -> inOrder.add(found.get(w)));
            return scope.keep(inOrder);
        }
    }

    /** ∂loss by the last block's answer and the last layer's modulation. */
    private NDList throughLastLayer(NDArray loss, IdentityHashMap<NDArray, NDArray> found) {
        NDList weights = network.lastWeights();
        NDList by = new NDList(answer.tokens(), lastModulation).addAll(weights);
        return split(Autograd.gradients(loss, by), weights, found);
    }

    /**
     * ∂loss by a block's input and modulation.
     *
     * @param g ∂loss by its answer
     */
    private NDList throughBlock(int i, NDArray g, IdentityHashMap<NDArray, NDArray> found) {
        SiTBlock block = network.blocks().get(i);
        try (Scope scope = Scope.open()) {
            NDArray x = Autograd.variable(states.get(i));
            NDArray m = Autograd.variable(Autograd.plain(conditioning.block(i)));
            NDArray y = block.forward(x, m);
            NDList by = new NDList(x, m).addAll(block.weights());
            NDList all = Autograd.products(new NDList(y), new NDList(g), by);
            return split(scope.keep(all), block.weights(), found);
        }
    }

    /** What is left: patches, labels, time and adaLN, whose graphs were kept. */
    private void throughEmbeddings(
            NDArray g, NDList modulations, IdentityHashMap<NDArray, NDArray> found) {
        NDList rest = network.parameters().trainable();
        rest.removeIf(found::containsKey);
        NDList y = new NDList(embedded).addAll(conditioning.modulations());
        note(rest, Autograd.products(y, new NDList(g).addAll(modulations), rest), found);
    }

    /** Notes gradients of weights; what stands before them is carried on. */
    private static NDList split(
            NDList all, NDList weights, IdentityHashMap<NDArray, NDArray> found) {
        int carried = all.size() - weights.size();
        note(weights, all.subNDList(carried), found);
        return new NDList(all.subList(0, carried));
    }

    private static void note(
            NDList weights, NDList gradients, IdentityHashMap<NDArray, NDArray> found) {
        for (int k = 0; k < weights.size(); k++) {
            found.put(weights.get(k), gradients.get(k));
        }
    }
}
