package dev.eqm.cli.golden;

import java.util.List;
import java.util.function.Predicate;

/** The catalogue: which group runs a case. The first line that fits takes it. */
final class GoldenGroups {
    /**
     * One line of the catalogue.
     *
     * @param fits by the case's settings
     * @param group who runs it
     * @param reason why eqm cannot run it yet; empty if it can
     */
    record Entry(Predicate<JsonFields> fits, Group group, String reason) {}

    /** Computes the expected arrays of one kind of case; a method of a {@code ...Cases} class. */
    @FunctionalInterface
    interface Group {
        /**
         * Computes through eqm's public API and offers everything by its name in the case. Nothing
         * is recorded for autograd unless the group asks for it; all arrays made are freed
         * afterwards.
         *
         * @throws RuntimeException if the case cannot be run; what was offered before stays
         */
        void run(GoldenCase golden, Answers answers);
    }

    /** Explicit energies come first: other groups take what is left, which is implicit. */
    private static final List<Entry> ALL =
            List.of(
                    group("05_energy", EnergyCases::fieldsAndLoss),
                    group("09_sample_energy", EnergyCases::descents),
                    notYet(
                            c -> !c.text("ebm", "none").equals("none"),
                            "not supported yet: explicit energies in this kind of case"),
                    group("01_pos_embed", LayerCases::positionTables),
                    group("02_embedders", LayerCases::embeddings),
                    group("03_parts", LayerCases::parts),
                    group("03_forward", LayerCases::forward),
                    group("04_cfg", GuidanceCases::run),
                    group("06_loss", LossCases::run),
                    group("07_ct", ScheduleCases::run),
                    group("08_ema", OptimizerCases::average),
                    group("08_adamw", OptimizerCases::adamW),
                    group("09_sample", SamplingCases::run),
                    group("09_ode", IntegratorCases::ode),
                    group("10_sit_loss", LossCases::run),
                    group("10_sit_ode", IntegratorCases::ode),
                    group("10_sit_sde", IntegratorCases::sde),
                    group("11_disp", LossCases::dispersion),
                    group(ModelTables.SIZES_ID, ModelTables::sizes),
                    group(ModelTables.FLOPS_ID, ModelTables::flops),
                    group("14_to_uint8", PictureCases::bytes),
                    group("14_center_crop", PictureCases::crops),
                    group("15_", CheckpointCases::training),
                    new Entry(c -> c.text("id").endsWith(".pt"), CheckpointCases::stateDict, ""));

    private GoldenGroups() {}

    /** Who runs this case; an entry with a reason if nobody does. */
    static Entry of(JsonFields settings) {
        return ALL.stream()
                .filter(entry -> entry.fits().test(settings))
                .findFirst()
                .orElseGet(() -> notYet(c -> true, "a case of an unknown group"));
    }

    /** A line for all ids that begin so. */
    private static Entry group(String prefix, Group group) {
        return new Entry(settings -> settings.text("id").startsWith(prefix), group, "");
    }

    /** A line for cases that are known and cannot be run. */
    private static Entry notYet(Predicate<JsonFields> fits, String reason) {
        return new Entry(fits, (golden, answers) -> {}, reason);
    }
}
