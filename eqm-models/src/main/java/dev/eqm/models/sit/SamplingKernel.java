package dev.eqm.models.sit;

import static dev.eqm.core.check.Check.require;

import ai.djl.Device;
import dev.eqm.core.device.Precision;
import dev.eqm.models.nn.FieldModel;
import java.util.Locale;
import java.util.Set;

/**
 * Which kernel a transformer is sampled with: {@value #PACKED}, blocks over packed weights, or
 * {@value #TRAINING}, the blocks of training. Both compute the same up to rounding.
 *
 * <p>Packed weights are used on every CPU on which they work: on the processors that were measured
 * they are faster at every size and in both precisions (BENCHMARKS.md, "Sampling on a CPU"), so
 * nothing is measured here and the answer is always the same. The system property {@value
 * #PROPERTY} demands one of the two.
 *
 * @param name one of the two
 * @param reason why, for people
 */
public record SamplingKernel(String name, String reason) {
    /** Packed weights, {@code packed.py}. */
    public static final String PACKED = "packed";

    /** The blocks of training, {@code block.py}. */
    public static final String TRAINING = FieldModel.TRAINING_KERNEL;

    /** Demands a kernel; not set, the rule above decides. */
    public static final String PROPERTY = "eqm.samplingKernel";

    /**
     * That of a precision on a device.
     *
     * @throws dev.eqm.core.check.BrokenRuleException if the property holds anything else, or
     *     demands packed weights where they do not work
     */
    public static SamplingKernel of(Precision precision, Device device) {
        String demanded = System.getProperty(PROPERTY, "");
        require(
                Set.of("", PACKED, TRAINING).contains(demanded),
                "the system property %s must be packed or training, got '%s'",
                PROPERTY,
                demanded);
        if (demanded.equals(TRAINING)) {
            return new SamplingKernel(TRAINING, PROPERTY + " demands it");
        }
        boolean works = PackedBlocks.work(precision, device);
        String where =
                device.isGpu()
                        ? "packed weights are for CPUs"
                        : "this libtorch has no packed products in %s for this processor"
                                .formatted(precision.toString().toLowerCase(Locale.ROOT));
        require(
                works || demanded.isEmpty(),
                "the system property %s demands packed weights, but %s; remove it",
                PROPERTY,
                where);
        return works
                ? new SamplingKernel(PACKED, "the fastest on CPUs with these instructions")
                : new SamplingKernel(TRAINING, where);
    }

    boolean isPacked() {
        return name.equals(PACKED);
    }
}
