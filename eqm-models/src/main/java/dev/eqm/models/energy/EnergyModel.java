package dev.eqm.models.energy;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.device.Precision;
import dev.eqm.core.field.Differentiated;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.loss.Prediction;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.Parameters;
import java.util.function.Function;

/**
 * A network whose answer is the true gradient ∇E of an explicit energy E(x) of what the network
 * computes (EqM-E, eq. 7).
 *
 * <p>The gradient is taken by autograd, with a graph where the thread records one (training) and
 * without a trace where it does not (sampling).
 *
 * <p>With f the network's answer and E(x) made of x and f(x), answers are ∇E = ∂E/∂x + (∂f/∂x)ᵀ
 * ∂E/∂f, [N, C, H, W]. Samples do not see each other, so one backward pass of the sum of all
 * energies gives every row.
 */
public final class EnergyModel implements FieldModel {
    private final EnergyArchitecture architecture;
    private final Precision precision;
    private final Parameters parameters;
    private final FieldModel network;

    /** Closes the parameters with itself. */
    EnergyModel(EnergyArchitecture architecture, Precision precision, Parameters parameters) {
        this.architecture = architecture;
        this.precision = precision;
        this.parameters = parameters;
        this.network = architecture.network().twiceDifferentiable(precision, parameters);
    }

    /** ∇E at x. */
    @Override
    public Prediction answer(NDArray x, NDArray gamma, NDArray labels) {
        return answer(x, at -> network.answer(at, gamma, labels));
    }

    @Override
    public Prediction trainingAnswer(NDArray x, NDArray gamma, NDArray labels, long[] seeds) {
        return answer(x, at -> network.trainingAnswer(at, gamma, labels, seeds));
    }

    /**
     * f, E and ∇E; the graph of the tokens goes on only if the caller records one. Gradients are on
     * in any case: ∇E itself needs a graph of f.
     */
    private Prediction answer(NDArray x, Function<NDArray, Prediction> of) {
        boolean graph = GradMode.isOn();
        try (GradMode on = GradMode.on();
                Scope scope = Scope.open()) {
            NDArray at = Autograd.variable(x);
            Prediction f = of.apply(at);
            NDArray e = architecture.energy().of(at, f.gradient());
            Field.Point point = Differentiated.point(e, at, graph);
            NDArray tokens = graph ? f.tokens() : Autograd.plain(f.tokens());
            return new Prediction(scope.keep(point.gradient()), scope.keep(tokens));
        }
    }

    /** E and ∇E for fixed labels; time is without effect. */
    @Override
    public Conditioned condition(long[] labels, double[] times) {
        return new ExplicitField(architecture.energy(), network.condition(labels, times));
    }

    /**
     * The network without the energy: its fields follow f(x), not ∇E(x), as the published sampler
     * does. Shares the parameters, which it does not close.
     */
    public FieldModel rawOutput() {
        return architecture.network().over(precision, parameters);
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public EnergyArchitecture architecture() {
        return architecture;
    }

    /** The network inside does not own the parameters; closing it frees what else it holds. */
    @Override
    public void close() {
        network.close();
        parameters.close();
    }
}
