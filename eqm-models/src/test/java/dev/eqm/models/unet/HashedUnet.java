package dev.eqm.models.unet;

import ai.djl.Device;
import dev.eqm.core.device.Precision;
import dev.eqm.core.testing.Hashed;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import java.util.List;

/** Networks with the weights that the original was run with: hashes, by place in the state_dict. */
final class HashedUnet {
    private static final long FIRST_STREAM = 100;

    private HashedUnet() {}

    static Unet of(UnetConfig c, Precision precision) {
        List<ParameterSpec> specs = c.specs();
        Parameters parameters =
                Parameters.of(
                        Device.cpu(),
                        specs,
                        (arena, spec) ->
                                arena.of(
                                        values(spec, specs.indexOf(spec)),
                                        spec.shape().getShape()));
        return c.build(precision, parameters);
    }

    private static float[] values(ParameterSpec spec, int place) {
        int n = (int) spec.size();
        boolean vector = spec.shape().dimension() == 1;
        double scale = vector ? 0.2 : Math.sqrt(3.0 / (n / (double) spec.shape().get(0)));
        double base = vector && spec.name().endsWith(".weight") ? 1 : 0; // of a norm
        double[] hashed = Hashed.doubles(n, FIRST_STREAM + place, 1);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) (base + scale * hashed[i]);
        }
        return values;
    }
}
