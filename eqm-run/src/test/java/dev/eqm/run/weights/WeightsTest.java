package dev.eqm.run.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.store.TensorSource;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.weights.CheckpointException;
import dev.eqm.models.weights.Published;
import dev.eqm.models.weights.PublishedFile;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.config.ConfigReader;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.settings.RunKinds;
import dev.eqm.run.weights.ExportReport.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights of other programs in and out, from Java. */
class WeightsTest {
    private static final SiTConfig NETWORK =
            new SiTConfig(8, 4, 4, 16, 2, 2, 4, 5, 0.1, true, false);
    private static final String LAST = "final_layer.linear.weight";

    @TempDir private Path folder;

    private Path file;
    private Published published;

    /** What a training script saved after 3 steps; NaN is no JSON and will be lost. */
    @BeforeEach
    void train() {
        Map<String, TensorSource> moments = new LinkedHashMap<>();
        moments.put("step", TensorSource.of(TensorData.of(new float[] {3})));
        moments.putAll(tensors("exp_avg.", 2));
        moments.putAll(tensors("exp_avg_sq.", 3));
        Map<String, Object> args = new LinkedHashMap<>();
        args.put("model", "EqM-Nano");
        args.put("global_seed", 7L);
        args.put("weird", Double.NaN);
        published =
                new Published(
                        tensors("", 0),
                        tensors("", 1),
                        moments,
                        new LinkedHashMap<>(Map.of("lr", 1e-4)),
                        args);
        file = folder.resolve("training.pt");
        PublishedFile.writeTraining(file, published);
    }

    /** Of all parameters, or with a prefix of those that are optimised. */
    private static Map<String, TensorSource> tensors(String prefix, int seed) {
        Map<String, TensorSource> all = new LinkedHashMap<>();
        for (ParameterSpec spec : NETWORK.specs()) {
            if (prefix.isEmpty() || spec.trainable()) {
                float[] values = new float[Math.toIntExact(spec.size())];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) Math.sin(i + 100 * seed);
                }
                TensorData tensor = TensorData.of(values, spec.shape().getShape());
                all.put(prefix + spec.name(), TensorSource.of(tensor));
            }
        }
        return all;
    }

    private static Map<String, TensorData> data(Map<String, TensorSource> sources) {
        Map<String, TensorData> all = new LinkedHashMap<>();
        sources.forEach((name, source) -> all.put(name, source.get()));
        return all;
    }

    private WeightsImport request() {
        return new WeightsImport(file, 2, null, null);
    }

    @Test
    void aCheckpointIsMadeAndReported() {
        Path out = folder.resolve("in");
        ImportReport report = request().toCheckpoint(out);
        assertThat(report)
                .isEqualTo(
                        new ImportReport(
                                file, NETWORK, false, true, 3, List.of("weird"), List.of(), out));
        assertThat(report.size()).isEqualTo("custom");
        assertThat(report.parameters())
                .isEqualTo(NETWORK.specs().stream().mapToLong(ParameterSpec::size).sum());
        float[] stored =
                Safetensors.read(out.resolve("model.safetensors")).tensors().get(LAST).floats();
        float[] theirs = published.model().get(LAST).get().floats();
        assertThat(stored[1]).as("the paper's sign").isEqualTo(-theirs[1]);
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> request().toCheckpoint(out))
                .withMessage(out + " already exists; choose another folder, or remove it");
    }

    @Test
    void whatIsGivenGoesBeforeWhatTheFileSays() {
        ImportReport energy =
                new WeightsImport(file, 2, false, "dot").toCheckpoint(folder.resolve("dot"));
        assertThat(energy.architecture()).isInstanceOf(EnergyArchitecture.class);
        assertThat(EnergyArchitecture.networkOf(energy.architecture())).isEqualTo(NETWORK);
        ImportReport time =
                new WeightsImport(file, 2, true, null).toCheckpoint(folder.resolve("time"));
        assertThat(time.architecture().timeConditional()).isTrue();
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> WeightsImport.of(file).toCheckpoint(folder.resolve("heads")))
                .withMessageContaining("not a published size");
        assertThat(folder.resolve("heads")).doesNotExist();
    }

    @Test
    void everythingGoesBackAsItCame() {
        Path in = request().toCheckpoint(folder.resolve("in")).place();
        Path out = folder.resolve("out.pt");
        ExportReport report = new WeightsExport(in, out, null).run(RunListener.SILENT);
        assertThat(report).isEqualTo(new ExportReport(out, in, Content.TRAINING));
        try (PublishedFile opened = PublishedFile.open(out)) {
            Published back = opened.content();
            assertThat(data(back.model())).isEqualTo(data(published.model()));
            assertThat(data(back.average())).isEqualTo(data(published.average()));
            assertThat(data(back.moments())).isEqualTo(data(published.moments()));
            assertThat(back.optimizer()).isEqualTo(published.optimizer());
            assertThat(back.args()).isEqualTo(Map.of("model", "EqM-Nano", "global_seed", 7L));
        }
    }

    @Test
    void oneSetOfWeightsIsABareStateDict() {
        Path in = request().toCheckpoint(folder.resolve("in")).place();
        Path out = folder.resolve("out.safetensors");
        ExportReport chosen = new WeightsExport(in, out, "model").run(RunListener.SILENT);
        assertThat(chosen)
                .isEqualTo(
                        new ExportReport(
                                out, in.resolve("model.safetensors"), Content.CHOSEN_WEIGHTS));
        assertThat(Safetensors.read(out).tensors()).isEqualTo(data(published.model()));
        Path bare = new WeightsImport(out, 2, null, null).toCheckpoint(folder.resolve("b")).place();
        ExportReport only =
                new WeightsExport(bare, folder.resolve("b.pt"), null).run(RunListener.SILENT);
        assertThat(only.content()).isEqualTo(Content.ONLY_WEIGHTS);
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> new WeightsExport(in, out, "ema-0.5").run(RunListener.SILENT))
                .withMessageContaining("ema, model");
        assertThatExceptionOfType(BrokenRuleException.class)
                .isThrownBy(() -> new WeightsExport(in, folder.resolve("x.npz"), null))
                .withMessageContaining(".pt or .safetensors");
    }

    private RunConfig config(String... more) {
        List<String> settings =
                new ArrayList<>(
                        List.of(
                                "name=on",
                                "runs=" + folder.resolve("runs"),
                                "model.backbone.kind=custom",
                                "model.backbone.width=16",
                                "model.backbone.depth=2",
                                "model.backbone.heads=2",
                                "model.backbone.patchSize=4",
                                "model.imageSize=8",
                                "model.channels=4",
                                "model.classes=5",
                                "model.learnSigma=true"));
        settings.addAll(List.of(more));
        return new ConfigReader(RunKinds.all()).read(RunConfig.DEFAULT, settings);
    }

    /** Heads, which shapes do not tell, are the configuration's. */
    @Test
    void aRunIsMadeThatTrainingContinues() {
        ImportReport report = WeightsImport.of(file).toRun(config());
        RunFolder run = new RunFolder(folder.resolve("runs/on"));
        assertThat(report.place()).isEqualTo(run.path());
        assertThat(report.step()).isEqualTo(3);
        assertThat(run.readConfig().model().architecture()).isEqualTo(NETWORK);
        assertThat(run.checkpoints().resolve("00000003/optimizer.safetensors")).exists();
        assertThat(RunFolder.newest(folder.resolve("runs"))).isEqualTo(run);
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> WeightsImport.of(file).toRun(config()))
                .withMessageContaining("already contains a run");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(
                        () ->
                                WeightsImport.of(file)
                                        .toRun(config("name=other", "model.learnSigma=false")))
                .withMessageContaining("learnSigma true, this run false");
    }

    /** Half of the weights in each of two files, and one of them not a number. */
    @Test
    void severalFilesAreOneModelAndBadNumbersAreToldByName() throws IOException {
        Map<String, TensorData> all = new LinkedHashMap<>(data(published.average()));
        TensorData last = all.get(LAST);
        float[] damaged = last.floats();
        damaged[1] = Float.NaN;
        damaged[2] = Float.POSITIVE_INFINITY;
        all.put(LAST, TensorData.of(damaged, last.shape()));
        Map<String, TensorData> first = new LinkedHashMap<>();
        Map<String, TensorData> second = new LinkedHashMap<>();
        Map<String, Object> places = new LinkedHashMap<>();
        all.forEach(
                (name, tensor) -> {
                    boolean early = first.size() <= second.size();
                    (early ? first : second).put(name, tensor);
                    places.put(name, "model-0000" + (early ? 1 : 2) + "-of-00002.safetensors");
                });
        Path shards = Files.createDirectory(folder.resolve("shards"));
        Safetensors.write(shards.resolve("model-00001-of-00002.safetensors"), first, Map.of());
        Safetensors.write(shards.resolve("model-00002-of-00002.safetensors"), second, Map.of());
        Files.writeString(
                shards.resolve("model.safetensors.index.json"),
                Json.write(Map.of("weight_map", places)));
        Path out = folder.resolve("imported");
        ImportReport report = new WeightsImport(shards, 2, null, null).toCheckpoint(out);
        assertThat(report.architecture()).isEqualTo(NETWORK);
        assertThat(report.warnings())
                .singleElement()
                .asString()
                .contains("NaN or infinite")
                .contains("'" + LAST + "' (2 numbers)");
        Map<String, Long> bad =
                Map.of("model.safetensors/" + LAST, 2L, "ema.safetensors/" + LAST, 2L);
        assertThat(Inspection.of(out.toString()).notFinite()).isEqualTo(bad);
        TensorListing listing = (TensorListing) Inspection.of(shards.toString());
        assertThat(listing.notFinite()).isEqualTo(Map.of(LAST, 2L));
        assertThat(listing.tensors()).hasSize(all.size());
        assertThat(listing.toJson(true)).containsEntry("notFinite", Map.of(LAST, 2L));
    }

    /** Width 16 and depth 2 under arguments that say 1152 and 28: 16 heads would be a guess. */
    @Test
    void argumentsThatContradictTheWeightsAreTold() {
        Map<String, Object> args = new LinkedHashMap<>();
        args.put("model", "EqM-XL/2");
        args.put("num_classes", 1000L);
        args.put("image_size", 256L);
        Path other = folder.resolve("contradictory.pt");
        PublishedFile.writeTraining(
                other,
                new Published(
                        published.model(),
                        published.average(),
                        published.moments(),
                        published.optimizer(),
                        args));
        Path out = folder.resolve("not-imported");
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> WeightsImport.of(other).toCheckpoint(out))
                .withMessageContaining("EqM-XL/2 (width 1152 and depth 28)")
                .withMessageContaining("its weights have width 16 and depth 2")
                .withMessageContaining("give the number of attention heads");
        assertThat(out).doesNotExist();
        ImportReport named = new WeightsImport(other, 2, null, null).toCheckpoint(out);
        assertThat(named.architecture()).isEqualTo(NETWORK);
        assertThat(named.warnings()).hasSize(3);
        assertThat(named.warnings().get(1)).contains("1000 classes").contains("5 classes");
        assertThat(named.warnings().get(2)).contains("latents of size 32").contains("states of 8");
    }
}
