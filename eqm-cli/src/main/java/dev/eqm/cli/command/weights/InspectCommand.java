package dev.eqm.cli.command.weights;

import dev.eqm.cli.command.score.LandscapeInspection;
import dev.eqm.cli.console.Console;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.Safetensors;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.sit.SiTFlops;
import dev.eqm.models.sit.SiTPresets;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.models.weights.PublishedFile;
import dev.eqm.run.UsageException;
import dev.eqm.train.checkpoint.Checkpoints;
import dev.eqm.train.checkpoint.StateFile;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eqm inspect}. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description =
                "Shows what a preset, a model file or a checkpoint holds: architecture, parameters, FLOPs."
                        + " Of other files (.pt, .pth, .safetensors): names, types and shapes of the tensors;"
                        + " nothing in them is run.")
public final class InspectCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "WHAT",
            description =
                    "A preset (XL/2), a model file (.safetensors), a checkpoint folder, or PyTorch's .pt or .pth;"
                            + " without it: all presets.")
    private String what;

    @Option(names = "--names", description = "Also list every tensor with its shape.")
    private boolean names;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @ArgGroup(
            exclusive = false,
            heading = "%nThe landscape of a trained model (WHAT may be a run, too):%n")
    private LandscapeInspection landscape;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (landscape != null && landscape.isWanted()) {
            landscape.run(what, json, Console.of(out));
            return 0;
        }
        if (what == null) {
            presets(out);
            return 0;
        }
        if (isOfOthers(Path.of(what))) {
            TensorListing listing = TensorListing.of(Path.of(what));
            if (json) {
                out.println(Json.writePretty(listing.describe()));
            } else {
                listing.print(out);
            }
            out.flush();
            return 0;
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        ModelArchitecture architecture = architecture(facts);
        if (json) {
            out.println(Json.writePretty(describe(architecture, facts)));
        } else {
            print(out, architecture, facts);
        }
        out.flush();
        return 0;
    }

    /** A file that does not say which of eqm's networks it holds. */
    private static boolean isOfOthers(Path file) {
        return Files.isRegularFile(file)
                && !(PublishedFile.isSafetensors(file)
                        && ModelFile.isOne(Safetensors.header(file).metadata()));
    }

    private ModelArchitecture architecture(Map<String, Object> facts) {
        Path path = Path.of(what);
        if (Files.isRegularFile(path)) {
            facts.put("file", path.toString());
            return ModelFile.architecture(path);
        }
        if (Files.isDirectory(path)) {
            StateFile state = StateFile.verified(path);
            facts.put("checkpoint", path.toString());
            facts.put("step", state.step());
            facts.put("imagesSeen", state.step() * state.batchSize());
            facts.put("seed", state.seed());
            facts.put("loss", state.loss());
            return ModelFile.architecture(path.resolve(Checkpoints.EMA));
        }
        if (SiTPresets.all().containsKey(what.replaceFirst("^(SiT|EqM)-", ""))) {
            facts.put("preset", what);
            return SiTPresets.get(what);
        }
        throw new UsageException(
                what
                        + ": neither a file or folder nor a preset; presets are "
                        + String.join(", ", SiTPresets.all().keySet()));
    }

    private static void presets(PrintWriter out) {
        out.printf(
                "%-9s %6s %6s %6s %6s %14s %9s%n",
                "preset", "width", "depth", "heads", "patch", "parameters", "GMACs");
        SiTPresets.all()
                .forEach(
                        (name, c) ->
                                out.printf(
                                        Locale.ROOT,
                                        "%-9s %6d %6d %6d %6d %,14d %9.2f%n",
                                        name,
                                        c.width(),
                                        c.depth(),
                                        c.heads(),
                                        c.patchSize(),
                                        count(c.specs()),
                                        SiTFlops.total(c) / 1e9));
        out.println(
                "for 32x32x4 latents and 1000 classes; GMACs of one forward pass (papers print them as \"Gflops\")");
        out.flush();
    }

    private Map<String, Object> describe(ModelArchitecture a, Map<String, Object> facts) {
        List<ParameterSpec> specs = a.specs();
        Map<String, Object> all = new LinkedHashMap<>(facts);
        Map<String, Object> architecture = new LinkedHashMap<>();
        architecture.put("kind", a.hyperparameters().kind());
        architecture.putAll(a.hyperparameters().values());
        all.put("architecture", architecture);
        all.put("parameters", count(specs));
        all.put("trainable", count(specs.stream().filter(ParameterSpec::trainable).toList()));
        all.put("macs", total(a.macs()));
        all.put("flops", 2 * total(a.macs()));
        all.put("macsByPart", a.macs());
        if (names) {
            Map<String, Object> shapes = new LinkedHashMap<>();
            specs.forEach(
                    s ->
                            shapes.put(
                                    s.name(),
                                    Arrays.stream(s.shape().getShape()).boxed().toList()));
            all.put("tensors", shapes);
        }
        return all;
    }

    private void print(PrintWriter out, ModelArchitecture a, Map<String, Object> facts) {
        List<ParameterSpec> specs = a.specs();
        facts.forEach((key, value) -> out.printf("%-14s %s%n", key, value));
        a.describe().forEach((key, value) -> out.printf("%-14s %s%n", key, value));
        out.printf(
                Locale.ROOT,
                "%-14s %,d (%,d trainable) in %d tensors%n",
                "parameters",
                count(specs),
                count(specs.stream().filter(ParameterSpec::trainable).toList()),
                specs.size());
        long total = total(a.macs());
        out.printf(
                Locale.ROOT,
                "%-14s %.4f GMACs, %.4f GFLOPs%n",
                "forward pass",
                total / 1e9,
                total / 5e8);
        a.macs()
                .forEach(
                        (part, macs) ->
                                out.printf(
                                        Locale.ROOT,
                                        "  %-26s %,18d MACs  %5.1f %%%n",
                                        part,
                                        macs,
                                        100.0 * macs / total));
        if (names) {
            specs.forEach(s -> out.printf("  %-44s %s%n", s.name(), s.shape()));
        }
    }

    private static long total(Map<String, Long> macs) {
        return macs.values().stream().mapToLong(Long::longValue).sum();
    }

    private static long count(List<ParameterSpec> specs) {
        return specs.stream().mapToLong(ParameterSpec::size).sum();
    }
}
