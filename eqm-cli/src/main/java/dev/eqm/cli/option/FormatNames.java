package dev.eqm.cli.option;

import dev.eqm.run.sampling.SampleOutputs;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;

/** Names of the forms of samples as they are typed: in lower case, as the help has them. */
final class FormatNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return Stream.of(SampleOutputs.Format.values())
                .map(format -> format.name().toLowerCase(Locale.ROOT))
                .iterator();
    }
}
