package org.example.eqm;

import ai.djl.ndarray.types.Shape;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.models.function.Inputs;
import dev.eqm.models.function.Networks;
import dev.eqm.models.nn.Init;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.run.settings.Backbone;
import java.util.List;

/** f(x) = x − m, with a mean m for each label: {@code model.backbone: {kind: class-means}}. */
public record ClassMeans(double spread) implements Backbone {
    @Override
    public ModelArchitecture architecture(Task task) {
        Shape state = new Shape(task.channels(), task.imageSize(), task.imageSize());
        ParameterSpec means =
                ParameterSpec.trained(
                        "means", new Init.Normal(spread), task.classes() + 1, state.size());
        return Networks.of(
                "class-means",
                state,
                Inputs.labels(task.classes(), task.labelDropout()),
                List.of(means),
                (w, x, gamma, labels) ->
                        x.sub(Arithmetic.rows(w.get("means"), labels).reshape(x.getShape())));
    }
}
