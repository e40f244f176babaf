package org.example.eqm;

import dev.eqm.core.extension.Extension;
import dev.eqm.core.schedule.GradientSchedule;
import dev.eqm.models.nn.Hyperparameters;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.weights.ArchitectureFamily;
import dev.eqm.run.settings.Backbone;
import dev.eqm.run.settings.ImageData;
import dev.eqm.sample.evaluation.score.Metric;
import dev.eqm.sample.sampler.UpdateRule;
import dev.eqm.train.optim.Optimizer;
import java.util.List;

/** What this jar brings; named in META-INF/services. */
public final class ExampleExtension implements Extension {
    @Override
    public void addTo(Registry registry) {
        registry.add(GradientSchedule.class, "cubic", new CubicDecay(4));
        registry.add(UpdateRule.class, "sign", new SignDescent(0.003));
        registry.add(Optimizer.class, SignMomentum.NAME, new SignMomentum(0.001, 0.9));
        registry.add(ImageData.class, "checkerboards", new Checkerboards(64, 8));
        registry.add(Backbone.class, "affine", new Affine(0));
        registry.add(Backbone.class, "convolutions", new Convolutions(4));
        registry.add(Backbone.class, "class-means", new ClassMeans(0.1));
        registry.add(Metric.class, "mean-distance", new MeanDistance());
        registry.add(ArchitectureFamily.class, AffineConfig.KIND, new AffineFamily());
    }

    private static final class AffineFamily implements ArchitectureFamily {
        @Override
        public ModelArchitecture read(Hyperparameters numbers) {
            return AffineConfig.of(numbers);
        }

        @Override
        public List<ModelArchitecture> examples() {
            return List.of(new AffineConfig(1, 8, 2, 0.5, 0.1, false));
        }
    }
}
