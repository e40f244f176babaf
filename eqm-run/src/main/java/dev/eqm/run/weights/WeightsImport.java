package dev.eqm.run.weights;

import dev.eqm.core.check.Setting;
import dev.eqm.core.store.NotFinite;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.weights.ArchitectureHints;
import dev.eqm.models.weights.NetworkDifferences;
import dev.eqm.models.weights.Published;
import dev.eqm.models.weights.PublishedArchitecture;
import dev.eqm.models.weights.PublishedArguments;
import dev.eqm.models.weights.PublishedFile;
import dev.eqm.run.UsageException;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.folder.Writable;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.train.checkpoint.CheckpointTensors;
import dev.eqm.train.checkpoint.RunIdentity;
import dev.eqm.train.optim.AdamW;
import dev.eqm.train.step.StepCount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Published weights to be imported. The file is read as data, nothing in it is run; tensors go from
 * file to file one at a time, turned to the paper's sign, so that size does not matter.
 *
 * <p>Shapes tell most of a network; what they do not tell is given here, else taken from the file's
 * own arguments.
 *
 * @param file PyTorch's {@code .pt}, or {@code .safetensors} under published names; of several
 *     {@code .safetensors} their folder or index
 * @param heads attention heads; 0: those of the published size with this width and depth
 * @param timeConditional whether the network sees γ; null: as the file says, else not
 * @param energy what its answer means, a name of {@code Energies} or {@code none}; null: as the
 *     file says, else none
 */
public record WeightsImport(Path file, int heads, Boolean timeConditional, String energy) {
    /** With nothing given beside the file. */
    public static WeightsImport of(Path file) {
        return new WeightsImport(file, 0, null, null);
    }

    /**
     * Makes a checkpoint that stands alone, to be sampled from.
     *
     * @param folder is made; must not exist
     * @throws UsageException if it exists
     * @throws dev.eqm.models.weights.CheckpointException if the file holds no such weights; then
     *     nothing is left of the folder
     */
    public ImportReport toCheckpoint(Path folder) {
        Writable.folder(
                folder.toAbsolutePath().getParent(),
                "choose another folder with " + Setting.of("out", "DIR"));
        try (PublishedFile opened = PublishedFile.open(file)) {
            Published ours = opened.content().turned();
            if (Files.exists(folder)) {
                throw new UsageException(
                        folder + " already exists; choose another folder, or remove it");
            }
            ModelArchitecture architecture =
                    PublishedArchitecture.of(file, ours.model(), hints(ours, heads));
            PublishedArguments said = new PublishedArguments(file, ours.args());
            said.requireHeadsKnown(architecture, heads);
            RunIdentity identity =
                    new RunIdentity(
                            architecture,
                            number(ours.args(), "global_seed"),
                            (int) number(ours.args(), "global_batch_size"),
                            "imported",
                            AdamW.DEFAULT);
            return write(ours, identity, folder, folder);
        }
    }

    /**
     * Makes a run that training continues, with the average and the optimiser's state. What neither
     * the file nor this request tells of the network is taken from the configuration.
     *
     * @param config of the run; its model must be the file's network
     * @throws UsageException if the run exists, the networks differ, or there is no optimiser state
     */
    public ImportReport toRun(RunConfig config) {
        try (PublishedFile opened = PublishedFile.open(file)) {
            Published ours = opened.content().turned();
            RunFolder folder = RunFolder.of(config);
            requireContinuable(ours, config, folder);
            RunIdentity identity = config.identity();
            String step = String.format(Locale.ROOT, "%08d", ours.step());
            Path target = folder.checkpoints().resolve(step);
            if (Files.exists(target)) {
                throw new UsageException(
                        target
                                + " already exists; remove it, or use "
                                + Setting.key("name", "OTHER"));
            }
            Writable.folder(target, "choose another folder with " + Setting.key("runs", "DIR"));
            ImportReport report = write(ours, identity, target, folder.path());
            folder.writeConfig(config);
            folder.takeTurn();
            return report;
        }
    }

    private void requireContinuable(Published ours, RunConfig config, RunFolder folder) {
        if (folder.exists()) {
            throw new UsageException(
                    folder.path()
                            + " already contains a run; "
                            + Setting.key("name", "OTHER")
                            + " makes another one");
        }
        if (ours.moments().isEmpty()) {
            throw new UsageException(
                    ("%s has no optimiser state, so its training cannot be continued; start from its weights "
                                    + "instead: "
                                    + Setting.command("import")
                                    + " %s --out DIR, then "
                                    + Setting.command("train")
                                    + " --config ... --warm-start DIR")
                            .formatted(file, file));
        }
        if (!(config.optimizer() instanceof AdamW)) {
            throw new UsageException(
                    ("%s contains the state of AdamW, but the configuration's optimizer is %s: use "
                                    + Setting.key("optimizer.kind", "adamw")
                                    + ", or "
                                    + Setting.command("import")
                                    + " %s --out DIR, then "
                                    + Setting.command("train")
                                    + " --config ... --warm-start DIR")
                            .formatted(file, config.optimizer().name(), file));
        }
        ModelArchitecture wanted = config.model().architecture();
        ModelArchitecture found =
                PublishedArchitecture.of(file, ours.model(), hintsFor(ours, wanted));
        List<String> differences = NetworkDifferences.of(found, wanted);
        if (!differences.isEmpty()) {
            throw new UsageException(
                    ("%s: its network differs from the configuration's: it has %s; "
                                    + "change the model section, or the options of "
                                    + Setting.command("import"))
                            .formatted(file, String.join("; ", differences)));
        }
    }

    private ImportReport write(Published ours, RunIdentity identity, Path target, Path place) {
        Origin origin = Origin.of(ours);
        Map<String, Long> notFinite = new LinkedHashMap<>();
        Published looked = ours.watched(notFinite);
        new CheckpointTensors(
                        identity.architecture(),
                        looked.model(),
                        looked.average(),
                        looked.moments(),
                        StepCount.of(ours.step()),
                        origin.toJson())
                .write(target, identity);
        return new ImportReport(
                file,
                identity.architecture(),
                ours.isOneSet(),
                !ours.moments().isEmpty(),
                ours.step(),
                origin.lost(),
                warnings(ours, identity.architecture(), notFinite),
                place);
    }

    private List<String> warnings(
            Published ours, ModelArchitecture architecture, Map<String, Long> notFinite) {
        List<String> all =
                new ArrayList<>(
                        new PublishedArguments(file, ours.args()).contradictions(architecture));
        if (!notFinite.isEmpty()) {
            all.add(
                    file
                            + " contains NaN or infinite numbers in "
                            + NotFinite.told(notFinite)
                            + "; a network with such weights returns NaN, and training refuses "
                            + "them: download the file again, or use an earlier checkpoint");
        }
        return all;
    }

    private ArchitectureHints hints(Published ours, int headsOrNone) {
        ArchitectureHints said = ArchitectureHints.of(ours.args());
        return new ArchitectureHints(
                headsOrNone == 0 ? said.heads() : headsOrNone,
                said.labelDropout(),
                timeConditional == null ? said.timeConditional() : timeConditional,
                energy == null ? said.energy() : energy);
    }

    /** What neither the file nor the request tells is as in the configuration. */
    private ArchitectureHints hintsFor(Published ours, ModelArchitecture wanted) {
        ModelArchitecture network = EnergyArchitecture.networkOf(wanted);
        int known = heads == 0 && network instanceof SiTConfig sit ? sit.heads() : heads;
        ArchitectureHints hints = hints(ours, known);
        boolean silent = ours.args().isEmpty() && timeConditional == null;
        return new ArchitectureHints(
                hints.heads(),
                wanted.labelDropout(),
                silent ? wanted.timeConditional() : hints.timeConditional(),
                hints.energy());
    }

    /** A whole number of the file's arguments; 0 if there is none in [0, 2³⁰). */
    private static long number(Map<String, Object> args, String name) {
        return args.get(name) instanceof Long value && value >= 0 && value < 1 << 30 ? value : 0;
    }
}
