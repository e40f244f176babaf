package dev.eqm.cli.golden;

import ai.djl.Device;
import dev.eqm.core.store.TensorData;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.train.optim.Ema;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The average alone: {@code ema_decay_<d>}, one update; {@code ema_two_steps}, two. */
final class EmaCases implements GoldenGroup {
    private static final Pattern ONE = Pattern.compile("ema_decay_(" + Decimal.REGEX + ")");
    private static final Pattern TWO = Pattern.compile("ema_two_steps");
    private static final Pattern DECAY_IN_WORDS =
            Pattern.compile(".*decay (" + Decimal.REGEX + ").*");

    @Override
    public void run(GoldenCase golden, Answers answers) {
        for (Matcher m : golden.expected(ONE)) {
            update(golden, answers, m.group(), Double.parseDouble(m.group(1)), 1);
        }
        for (Matcher m : golden.expected(TWO)) {
            update(golden, answers, m.group(), decayInWords(golden, m.group()), 2);
        }
    }

    /** The set gives this decay in the meaning of the array only. */
    private static double decayInWords(GoldenCase golden, String name) {
        Matcher words = DECAY_IN_WORDS.matcher(golden.specs().get(name).what());
        return words.matches() ? Double.parseDouble(words.group(1)) : Ema.DEFAULT.decay();
    }

    private static void update(
            GoldenCase golden, Answers answers, String name, double decay, int times) {
        try (Parameters average = parameters(golden, "ema");
                Parameters parameters = parameters(golden, "param")) {
            for (int i = 0; i < times; i++) {
                new Ema(decay).update(average, parameters);
            }
            TensorData got = ModelFile.tensors(average).get("ema");
            answers.put(name, got.doubles(), got.shape());
        }
    }

    private static Parameters parameters(GoldenCase golden, String name) {
        TensorData tensor = golden.tensor(name);
        ParameterSpec spec = ParameterSpec.fixed(name, new float[0], tensor.shape());
        Device device = golden.device();
        return Parameters.of(device, List.of(spec), (arena, s) -> ModelFile.array(arena, tensor));
    }
}
