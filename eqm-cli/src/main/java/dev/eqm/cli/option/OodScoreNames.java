package dev.eqm.cli.option;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.run.scoring.OodScores;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Names of the catalogue of scores of the landscape as values of an option. */
final class OodScoreNames implements Iterable<String>, ITypeConverter<String> {
    @Override
    public Iterator<String> iterator() {
        return OodScores.examples().keySet().iterator();
    }

    @Override
    public String convert(String name) {
        try {
            return OodScores.named(name);
        } catch (BrokenRuleException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
