package dev.eqm.run.plan;

import dev.eqm.core.device.Precision;
import java.util.List;
import java.util.Locale;

/**
 * A GPU as its maker describes it.
 *
 * @param memory bytes
 * @param float32 peak without tensor cores, FLOP/s
 * @param tf32 peak of float32 products on tensor cores, dense, FLOP/s
 * @param bfloat16 peak, dense, FLOP/s
 * @param source where the figures are from; halved: the sheet gives them with sparsity
 */
public record Accelerator(
        String name, double memory, double float32, double tf32, double bfloat16, String source) {
    private static final double TERA = 1e12;
    private static final double GB = 1e9;

    /** Every GPU that plans name; figures without sparsity, boards with the most power (SXM). */
    public static final List<Accelerator> ALL =
            List.of(
                    of("A100 80GB", 80, 19.5, 156, 312, "NVIDIA A100 data sheet"),
                    of("H100 SXM", 80, 67, 494.5, 989.5, "NVIDIA H100 data sheet, halved"),
                    of("H200 SXM", 141, 67, 494.5, 989.5, "NVIDIA H200 data sheet, halved"),
                    of("RTX 4090", 24, 82.6, 82.6, 165.2, "NVIDIA Ada whitepaper, appendix"));

    private static Accelerator of(
            String name, double memory, double f32, double tf32, double bf16, String source) {
        return new Accelerator(name, memory * GB, f32 * TERA, tf32 * TERA, bf16 * TERA, source);
    }

    /** Ways of multiplying that are told apart. */
    public enum Mode {
        /** Float32 as it is written. */
        FLOAT32(Precision.FLOAT32),
        /** Float32 arrays whose products CUDA rounds to 10 bits of fraction. */
        TF32(Precision.FLOAT32),
        /** {@link Precision#BFLOAT16}. */
        BFLOAT16(Precision.BFLOAT16);

        private final Precision precision;

        Mode(Precision precision) {
            this.precision = precision;
        }

        /** What memory is planned with. */
        public Precision precision() {
            return precision;
        }

        /** As reports name it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Peak FLOP/s. */
    public double peak(Mode mode) {
        return switch (mode) {
            case FLOAT32 -> float32;
            case TF32 -> tf32;
            case BFLOAT16 -> bfloat16;
        };
    }

    /**
     * Hours for so much work.
     *
     * @param flops two for each multiply-accumulate
     * @param utilisation share of the peak that is reached, in (0, 1]
     */
    public double hours(double flops, Mode mode, double utilisation) {
        return flops / (peak(mode) * utilisation) / 3600;
    }
}
