package dev.eqm.cli.option;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.sample.evaluation.score.Metric;
import dev.eqm.sample.evaluation.score.Metrics;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Names of the catalogue of metrics as values of an option.
 *
 * <p>A wrong name becomes picocli's own exception, so that the message names the option.
 */
final class MetricNames implements Iterable<String>, ITypeConverter<Metric> {
    @Override
    public Iterator<String> iterator() {
        return Metrics.examples().keySet().iterator();
    }

    @Override
    public Metric convert(String name) {
        try {
            return Metrics.named(name);
        } catch (BrokenRuleException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
