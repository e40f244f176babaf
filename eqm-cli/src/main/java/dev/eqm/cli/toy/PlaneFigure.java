package dev.eqm.cli.toy;

import dev.eqm.cli.plot.Figure;
import dev.eqm.cli.plot.Panel;
import dev.eqm.core.data.ImageSource;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.settings.SamplerWords;
import dev.eqm.sample.output.OutputFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The picture of one model or several on the same points: one panel for a field without time, three
 * moments of one with time (Figure 1 of the paper).
 *
 * <p>Level lines have the same heights in all panels, those that suit the first: only so can fields
 * be compared by eye.
 */
public final class PlaneFigure {
    private static final double[] MOMENTS = {0.2, 0.6, 1};

    private final float[] data;
    private final List<View> views = new ArrayList<>();

    /** A panel: a field at a moment, and the walks so far. */
    private record View(String title, String under, PlaneMarks marks) {
        static View of(
                String title, String under, PlaneModel model, double t, List<float[]> walks) {
            double[] heights = PlaneNumbers.norms(model.gradients(PlaneMarks.grid(), t));
            float[] gradients = model.gradients(PlaneMarks.cells(), t);
            return new View(title, under, new PlaneMarks(heights, gradients, walks));
        }
    }

    /** A figure of a source of points [2, 1, 1]. */
    public PlaneFigure(ImageSource source) {
        data = PlaneMarks.points(source);
    }

    /** Writes the figure of one model alone: what a run shows of itself while it trains. */
    public static void preview(RunConfig config, FieldModel model, Path png) {
        PlaneFigure figure = new PlaneFigure(config.data().source().open());
        figure.add(new PlaneModel(config, model));
        OutputFiles.drawPng(png, figure.figure());
    }

    /**
     * Samples from a model, adds its panels, and says how good the samples are; the model may be
     * closed afterwards.
     */
    public PlaneNumbers add(PlaneModel model) {
        List<float[]> walks = model.walks(PlaneMarks.SAMPLES);
        int steps = walks.size() - 1;
        if (!model.model().timeConditional()) {
            String rule = SamplerWords.of(model.config().sampling().rule());
            String how = steps + " updates of " + rule.replaceFirst(" .*", "");
            views.add(View.of("Equilibrium Matching (no time input)", how, model, 0, walks));
        } else {
            for (double t : MOMENTS) {
                int done = (int) Math.round(t * steps);
                String title = String.format(Locale.ROOT, "Flow Matching, t = %.1f", t);
                String under = done + " of " + steps + " steps of heun";
                double time = done / (double) steps; // of the states shown, not the round one
                views.add(View.of(title, under, model, time, walks.subList(0, done + 1)));
            }
        }
        return PlaneNumbers.of(model, data, walks.get(0), walks.get(steps));
    }

    /** The drawing. */
    public Figure figure() {
        List<Double> levels = levels(views.get(0).marks().heights());
        List<Consumer<Panel>> panels = new ArrayList<>();
        views.forEach(view -> panels.add(panel -> draw(panel, view, levels)));
        return new Figure(
                "Fields in the plane and the paths of samples",
                panels,
                PlaneMarks.LIMIT,
                PlaneMarks.legend(),
                levels,
                "level lines of \u2016\u2207E\u2016:");
    }

    /** Five powers of two, the third the one nearest to the median height of the first panel. */
    private static List<Double> levels(double[] heights) {
        double middle = Math.max(1e-6, PlaneNumbers.median(heights));
        double power = Math.rint(Math.log(middle) / Math.log(2));
        List<Double> levels = new ArrayList<>();
        for (int k = -3; k <= 1; k++) {
            levels.add(Math.pow(2, power + k));
        }
        return levels;
    }

    private void draw(Panel panel, View view, List<Double> levels) {
        panel.title(view.title(), view.under());
        double longest = levels.get(levels.size() - 1);
        panel.inside(() -> view.marks().draw(panel, data, levels, longest));
    }
}
