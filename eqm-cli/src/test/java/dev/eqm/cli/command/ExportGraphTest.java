package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.models.onnx.OnnxFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code eqm export --out FILE.onnx}, and what is said where there is no ONNX Runtime. */
class ExportGraphTest {
    @TempDir private Path folder;
    private Path checkpoint;
    private Path out;

    @BeforeEach
    void make() throws IOException {
        checkpoint = imported("checkpoint");
        out = folder.resolve("model.onnx");
    }

    private Path imported(String name, String... more) throws IOException {
        Path file = folder.resolve("weights.pt");
        try (InputStream in =
                ExportGraphTest.class.getResourceAsStream(
                        "/dev/eqm/cli/golden/set/checkpoint_bare.pt")) {
            Files.write(file, in.readAllBytes());
        }
        Path made = folder.resolve(name);
        List<String> args = new ArrayList<>();
        args.addAll(List.of("import", file.toString(), "--out", made.toString(), "--heads", "3"));
        args.addAll(List.of(more));
        Cli done = Cli.run(args);
        assertThat(done.exit()).as(done.err()).isZero();
        return made;
    }

    private Cli export(Path what, String... more) {
        List<String> args =
                new ArrayList<>(List.of("export", what.toString(), "--out", out.toString()));
        args.addAll(List.of(more));
        return Cli.run(args);
    }

    private void refused(Cli done, String why) {
        assertThat(done.err()).contains(why);
        assertThat(done.exit()).isEqualTo(2);
    }

    @Test
    void aCheckpointBecomesAGraph() {
        Cli done = export(checkpoint);
        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(done.out()).contains("written to " + out, "as an ONNX graph");
        OnnxFile file = OnnxFile.read(out);
        assertThat(file.label()).isEqualTo(OnnxFile.INPUT);
        assertThat(file.metadata()).containsEntry("eqm.weights", "ema");
        refused(export(checkpoint), "--overwrite replaces it");
        assertThat(export(checkpoint, "--overwrite", "--weights", "model").exit()).isZero();
        assertThat(OnnxFile.read(out).metadata()).containsEntry("eqm.weights", "model");
    }

    @Test
    void labelsEnterAsAskedFor() {
        assertThat(export(checkpoint, "--label", "2").exit()).isZero();
        assertThat(OnnxFile.read(out).label()).isEqualTo(2);
        assertThat(export(checkpoint, "--label", "null", "--overwrite").exit()).isZero();
        assertThat(OnnxFile.read(out).label())
                .isEqualTo(OnnxFile.read(out).architecture().classes());
        assertThat(export(checkpoint, "--conditioning", "layers", "--overwrite").exit()).isZero();
        assertThat(OnnxFile.read(out).metadata()).containsEntry("eqm.conditioning", "layers");
    }

    @Test
    void wrongOptionsWriteNothing() {
        refused(export(checkpoint, "--label", "99"), "--label 99: the model has");
        refused(export(checkpoint, "--label", "Bag"), "--label Bag: 'Bag' is not a number");
        refused(
                export(checkpoint, "--label", "1", "--conditioning", "table"),
                "--conditioning has no effect with --label");
        refused(export(checkpoint, "--conditioning", "none"), "got none");
        refused(export(folder.resolve("nowhere")), "nowhere");
        Path other = folder.resolve("model.pt");
        refused(
                Cli.run("export", checkpoint.toString(), "--out", other.toString(), "--label", "1"),
                "--label and --conditioning are for ONNX files");
        assertThat(out).doesNotExist();
        assertThat(other).doesNotExist();
    }

    @Test
    void whatHasNoGraphIsRefused() throws IOException {
        refused(export(imported("energy", "--energy", "dot")), "explicit energy");
        refused(export(imported("flow", "--time-conditional")), "sees time");
        assertThat(out).doesNotExist();
    }

    /** This module is tested without ONNX Runtime. */
    @Test
    void aGraphIsNotSampledWithoutARuntime() {
        assertThat(export(checkpoint).exit()).isZero();
        Path samples = folder.resolve("samples");
        Cli done =
                Cli.run(
                        "sample",
                        "--checkpoint",
                        out.toString(),
                        "--format",
                        "latents",
                        "--out",
                        samples.toString());
        refused(done, "EQM_MAVEN_ARGS=-Ponnx");
        assertThat(samples).doesNotExist();
    }
}
