package dev.eqm.cli.golden;

import java.util.List;
import java.util.function.Predicate;

/** The catalogue: which group runs a case. The first that fits takes it. */
final class GoldenGroups {
    /**
     * One line of the catalogue.
     *
     * @param name for people
     * @param fits by the case's settings
     * @param group who runs it; {@link #NOBODY} if eqm cannot yet
     * @param reason why it cannot
     */
    record Entry(String name, Predicate<JsonFields> fits, GoldenGroup group, String reason) {}

    /** Answers nothing. */
    private static final GoldenGroup NOBODY = (golden, answers) -> {};

    private static final List<Entry> ALL =
            List.of(
                    group("energies", "05_energy", new EnergyCases()),
                    group("sampling energies", "09_sample_energy", new EnergySamplingCases()),
                    notYet(
                            "energies",
                            c -> !c.text("ebm", "none").equals("none"),
                            "explicit energies in this kind of case"),
                    group("position table", "01_pos_embed", new PositionCases()),
                    group("embeddings", "02_embedders", new EmbedderCases()),
                    group("layers", "03_parts", new PartCases()),
                    group("forward pass", "03_forward", new ForwardCases()),
                    group("guidance", "04_cfg", new GuidanceCases()),
                    group("loss and gradients", "06_loss", new LossCases()),
                    group("schedules", "07_ct", new ScheduleCases()),
                    group("average", "08_ema", new EmaCases()),
                    group("optimiser", "08_adamw", new AdamWCases()),
                    group("sampling", "09_sample", new SamplingCases()),
                    group("integrators", "09_ode", new OdeCases()),
                    group("flow matching", "10_sit_loss", new LossCases()),
                    group("flow matching", "10_sit_ode", new OdeCases()),
                    group("flow matching", "10_sit_sde", new SdeCases()),
                    group("dispersive loss", "11_disp", new DispersionCases()),
                    group("architectures", OfficialModels.ID, new OfficialModels()),
                    group("operation counts", FlopCounts.ID, new FlopCounts()),
                    group("bytes", "14_to_uint8", new PictureCases()),
                    group("cropping", "14_center_crop", new CropCases()),
                    group("published checkpoints", "15_", new CheckpointCases()),
                    new Entry(
                            "published checkpoints",
                            c -> c.text("id").endsWith(".pt"),
                            new StateDictCases(),
                            ""));

    private GoldenGroups() {}

    /** Who runs this case; an entry without a group if nobody does. */
    static Entry of(JsonFields settings) {
        String id = settings.text("id");
        return ALL.stream()
                .filter(entry -> entry.fits().test(settings))
                .findFirst()
                .orElseGet(() -> new Entry(id, c -> true, NOBODY, "a case of an unknown group"));
    }

    private static Entry group(String name, String prefix, GoldenGroup group) {
        return new Entry(name, id(prefix), group, "");
    }

    private static Entry notYet(String name, Predicate<JsonFields> fits, String what) {
        return new Entry(name, fits, NOBODY, "eqm does not have this yet: " + what);
    }

    private static Predicate<JsonFields> id(String prefix) {
        return settings -> settings.text("id").startsWith(prefix);
    }
}
