package dev.eqm.cli.bench;

import java.lang.management.ManagementFactory;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * How many arrays are open. DJL keeps an open array reachable through its manager, so the JVM's
 * histogram of live objects counts them; it collects garbage first.
 */
final class OpenArrays {
    private static final String ARRAY = "ai.djl.pytorch.engine.PtNDArray";

    private static final long A_MOMENT = 2_000_000; // nanoseconds

    private OpenArrays() {}

    /**
     * Nothing on a JVM without that histogram. A lane that has just answered may still hold its
     * arrays for a moment: the smaller of two readings, a moment apart.
     */
    static OptionalLong count() {
        OptionalLong first = reading();
        LockSupport.parkNanos(A_MOMENT);
        OptionalLong second = reading();
        return first.isPresent() && first.getAsLong() < second.orElse(-1) ? first : second;
    }

    /** One histogram, taken by the JVM's own diagnostic command after a full collection. */
    private static OptionalLong reading() {
        try {
            ObjectName diagnostics = new ObjectName("com.sun.management:type=DiagnosticCommand");
            Object[] all = {new String[0]};
            String[] types = {String[].class.getName()};
            String histogram =
                    (String)
                            ManagementFactory.getPlatformMBeanServer()
                                    .invoke(diagnostics, "gcClassHistogram", all, types);
            // "  12:    340    27200  ai.djl.pytorch.engine.PtNDArray"
            return OptionalLong.of(
                    histogram
                            .lines()
                            .map(line -> line.strip().split("\\s+"))
                            .filter(columns -> columns.length >= 4 && columns[3].equals(ARRAY))
                            .mapToLong(columns -> Long.parseLong(columns[1]))
                            .findFirst()
                            .orElse(0));
        } catch (JMException e) {
            return OptionalLong.empty();
        }
    }
}
