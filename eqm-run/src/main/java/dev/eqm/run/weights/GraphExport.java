package dev.eqm.run.weights;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.store.Json;
import dev.eqm.models.onnx.LabelForm;
import dev.eqm.models.onnx.OnnxExport;
import dev.eqm.models.onnx.OnnxFile;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.OnnxConfig;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.weights.ExportReport.Content;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.train.checkpoint.StateFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A trained network to be written as an ONNX file, with what its run knows: names of the classes,
 * how it is sampled, the schedule that it learned, the training step.
 *
 * @param model whose weights
 * @param out the file to write, {@code .onnx}; replaced if it is there
 * @param labels how labels enter the graph
 */
public record GraphExport(FoundModel model, Path out, LabelForm labels) {
    public GraphExport {
        require(OnnxFile.isOne(out), "%s: the name must end in .onnx", out);
        if (OnnxFile.isOne(model.file())) {
            throw new UsageException(
                    model.file()
                            + " is an ONNX file already; name the run, the checkpoint or the .safetensors file that it"
                            + " was exported from");
        }
    }

    /**
     * Writes the file, complete or not at all.
     *
     * @throws dev.eqm.core.check.BrokenRuleException for a network that has no ONNX form
     */
    public ExportReport run(RunListener listener) {
        boolean beside = new OnnxExport(model.file(), labels).write(out, metadata());
        if (beside) {
            listener.found(
                    "the weights are larger than 2 GB and lie in %s.data; keep the two files together"
                            .formatted(out));
        }
        return new ExportReport(out, model.file(), Content.GRAPH);
    }

    private Map<String, String> metadata() {
        Map<String, String> all = new LinkedHashMap<>();
        String file = model.file().getFileName().toString();
        all.put("eqm.weights", file.replaceFirst("\\.safetensors$", ""));
        List<String> names = model.classes().names();
        if (!names.isEmpty()) {
            all.put(OnnxExport.CLASSES, Json.write(names));
        }
        Path folder = model.file().toAbsolutePath().getParent();
        if (Files.exists(folder.resolve(StateFile.NAME))) {
            all.put("eqm.step", String.valueOf(StateFile.verifiedWeights(folder).step()));
        }
        model.run()
                .map(RunFolder::readConfig)
                .map(this::sampled)
                .ifPresent(json -> all.put(OnnxConfig.KEY, json));
        return all;
    }

    /** A graph of one label has no null label, which guidance needs. */
    private String sampled(RunConfig config) {
        RunConfig there =
                labels instanceof LabelForm.One
                        ? config.withSampling(config.sampling().withGuidance(new Guidance(1, 0)))
                        : config;
        return OnnxConfig.toJson(there);
    }
}
