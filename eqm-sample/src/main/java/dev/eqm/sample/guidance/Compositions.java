package dev.eqm.sample.guidance;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.core.field.Field;
import dev.eqm.core.field.VelocityField;
import dev.eqm.models.nn.FieldModel;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Composes conditionings of one network; the labels of the run are not looked at.
 *
 * @param all sample i of the run gets composition i / each
 * @param each how many samples of each composition follow one another
 */
public record Compositions(List<Composition> all, int each) implements Conditioner {
    public Compositions {
        requireGiven("all", all);
        all = List.copyOf(all);
        require(!all.isEmpty(), "needs at least one composition, got %s", all);
        require(each >= 1, "each must be at least 1, got %s", each);
    }

    @Override
    public void requireFits(FieldModel model) {
        for (Composition composition : all) {
            require(
                    !composition.needsNullLabel() || model.labelDropout() != 0,
                    "a composition around the unconditional field needs a null label, but the "
                            + "model was trained with labelDropout 0: sum only the conditional fields");
            long last = model.classes() - 1L;
            for (Composition.Term term : composition.terms()) {
                boolean known = term.label() <= last + 1; // the null label too
                require(known, "label %s: the model has labels 0 to %s", term.label(), last);
            }
        }
    }

    @Override
    public Composed condition(FieldModel model, int first, long[] labels) {
        return condition(model, mixture(first, labels.length), new double[] {0});
    }

    @Override
    public VelocityField velocity(FieldModel model, int first, long[] labels) {
        Mixture whole = mixture(first, labels.length);
        return new TimedVelocity(
                model.timeConditional(),
                labels.length,
                (rows, times) -> condition(model, whole.restricted(rows), times));
    }

    private Mixture mixture(int first, int n) {
        return new Mixture(
                IntStream.range(first, first + n)
                        .mapToObj(i -> all.get(Math.min(i / each, all.size() - 1)))
                        .toList());
    }

    /**
     * The field of a mixture.
     *
     * @param times one for all samples or one for each
     */
    private Composed condition(FieldModel model, Mixture mixture, double[] times) {
        requireFits(model);
        double[] ofRows =
                times.length == 1
                        ? times
                        : IntStream.of(mixture.sampleOf()).mapToDouble(i -> times[i]).toArray();
        Field rows = model.condition(mixture.labels(model.classes()), ofRows);
        return new Composed(rows, mixture, model.parameters().device());
    }
}
