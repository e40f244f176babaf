package dev.eqm.cli.run;

import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.sit.SiTPresets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The size of the transformer; a {@code kind} in configurations. */
public interface Backbone {
    /** The numbers behind it. */
    Custom size();

    /** Name in configurations -> an example. */
    static Map<String, Backbone> examples() {
        Map<String, Backbone> all = new LinkedHashMap<>();
        all.put("preset", new Preset("Nano/4"));
        all.put("custom", new Custom(128, 4, 4, 4, 4));
        return all;
    }

    /** A named size, {@code "XL/2"}. */
    record Preset(String name) implements Backbone {
        public Preset {
            SiTPresets.get(name);
        }

        @Override
        public Custom size() {
            SiTConfig c = SiTPresets.get(name);
            return new Custom(c.width(), c.depth(), c.heads(), c.patchSize(), c.mlpRatio());
        }
    }

    /** Any size. */
    record Custom(int width, int depth, int heads, int patchSize, double mlpRatio)
            implements Backbone {
        @Override
        public Custom size() {
            return this;
        }
    }
}
