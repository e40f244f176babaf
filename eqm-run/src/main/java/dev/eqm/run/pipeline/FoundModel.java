package dev.eqm.run.pipeline;

import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.Device;
import dev.eqm.core.check.Setting;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.device.Precision;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.onnx.OnnxFile;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.sample.generate.Classes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A trained model on disk, not yet read: what {@link ModelChoice} found.
 *
 * @param file the model file
 * @param name for output folders, such as {@code fashion-mnist-00005000}
 * @param config the run's configuration; the defaults for a file outside of a run
 * @param field what of an explicit energy is followed
 * @param given the network that the file must hold, of a program that hands one in; or none
 */
public record FoundModel(
        Path file,
        String name,
        RunConfig config,
        FollowedField field,
        List<ModelArchitecture> given) {
    public FoundModel {
        requireGiven("file", file, "name", name, "config", config, "field", field, "given", given);
        given = List.copyOf(given);
    }

    /** A model whose network the catalogues or the run's configuration know. */
    public FoundModel(Path file, String name, RunConfig config, FollowedField field) {
        this(file, name, config, field, List.of());
    }

    /**
     * What a model file says that it holds, wherever it lies: a network that no catalogue knows is
     * that of the run around it.
     */
    public static ModelArchitecture architectureOf(Path file) {
        RunConfig config =
                RunFolder.around(file).map(RunFolder::readConfig).orElse(RunConfig.DEFAULT);
        return new FoundModel(file, "", config, FollowedField.GRADIENT).architecture();
    }

    /** What the file says that it holds; reads the header only. */
    public ModelArchitecture architecture() {
        return ModelFile.architecture(file, wanted());
    }

    /**
     * What the file should hold, for a network that no catalogue knows: the one that was handed in,
     * or that of the run's configuration.
     */
    private ModelArchitecture wanted() {
        return given.isEmpty() ? config.model().architecture() : given.get(0);
    }

    /** The same model, whose network a program hands in because no catalogue knows it. */
    public FoundModel holding(ModelArchitecture network) {
        return new FoundModel(file, name, config, field, List.of(network));
    }

    /** Channels of the states; reads the header only. */
    public int channels() {
        return Math.toIntExact(architecture().sampleShape().get(0));
    }

    /** The run around the file, if there is one. */
    public Optional<RunFolder> run() {
        return RunFolder.around(file);
    }

    /** The names of some labels; nothing of a model without classes. */
    public List<String> names(List<Long> labels) {
        Classes classes = classes();
        boolean none = classes.count() <= 1 && classes.names().isEmpty();
        return none ? List.of() : labels.stream().map(classes::name).toList();
    }

    /** The training step of the checkpoint, if its folder says it. */
    public OptionalLong step() {
        Path folder = file.toAbsolutePath().getParent();
        String name = folder == null ? "" : String.valueOf(folder.getFileName());
        return name.matches("\\d{8,18}")
                ? OptionalLong.of(Long.parseLong(name))
                : OptionalLong.empty();
    }

    /** Warns of images of the run that are no longer those that it learned. */
    public void warnOfOtherData(ImageSource ofRun, RunListener listener) {
        run().ifPresent(folder -> folder.warnOfOtherData(ofRun, listener));
    }

    /** What the model can be asked for; names come from its run, or from an ONNX file itself. */
    public Classes classes() {
        if (OnnxFile.isOne(file)) {
            OnnxFile graph = OnnxFile.read(file);
            return new Classes(graph.architecture().classes(), graph.classNames());
        }
        int count = architecture().classes();
        List<String> names = run().map(RunFolder::classNames).orElse(List.of());
        boolean alike =
                count == 1 && names.size() > 1; // it sees no labels, whatever the images had
        return new Classes(count, alike ? List.of() : names);
    }

    /** The precision that the configuration asks for, {@code auto} resolved. */
    public Precision configuredPrecision(Device device) {
        return config.precision().resolve(architecture(), device);
    }

    /**
     * Reads the model for sampling; the caller closes it.
     *
     * @throws UsageException if the raw output of an implicit model is asked for
     */
    public FieldModel open(Precision precision, Device device) {
        if (field == FollowedField.GRADIENT) {
            return given.isEmpty()
                    ? ModelFile.readForSamplingAs(file, architecture(), precision, device)
                    : ModelFile.readForSampling(file, wanted(), precision, device);
        }
        if (architecture() instanceof EnergyArchitecture explicit) {
            return ModelFile.readForSamplingAs(file, explicit.network(), precision, device);
        }
        throw new UsageException(
                Setting.of("field", "raw-output")
                        + ": "
                        + file
                        + " has no explicit energy, so its output is already its gradient; leave the setting out");
    }
}
