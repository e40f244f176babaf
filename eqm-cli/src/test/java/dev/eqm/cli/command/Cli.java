package dev.eqm.cli.command;

import dev.eqm.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine;

/**
 * Runs commands inside the test's JVM.
 *
 * @param err the error output without its warnings
 * @param warnings the lines of the error output that begin with {@code warning:}
 */
record Cli(int exit, String out, String err, String warnings) {
    /** Executes a command line. */
    static Cli run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int exit = line.execute(args);
        return new Cli(
                exit,
                out.toString(),
                lines(err.toString(), said -> !said.startsWith(WARNING)),
                lines(err.toString(), said -> said.startsWith(WARNING)));
    }

    private static final String WARNING = "warning: ";

    private static String lines(String text, Predicate<String> which) {
        return text.lines().filter(which).map(line -> line + "\n").collect(Collectors.joining());
    }

    /**
     * A training that takes a second: 12 steps of a network of a few thousand weights on the
     * embedded images.
     */
    static List<String> tinyTraining(Path runs, String... more) {
        List<String> args =
                new ArrayList<>(
                        List.of("train", "--config", config("fashion-mnist.yaml").toString()));
        for (String setting : TINY) {
            args.add("--set");
            args.add(setting);
        }
        args.add("--set");
        args.add("runs=" + runs);
        args.addAll(List.of(more));
        return args;
    }

    private static final List<String> TINY =
            List.of(
                    "name=tiny",
                    "device=cpu",
                    "precision=float32", // what auto finds may differ from run to run
                    "lanes=2",
                    "optimizer={kind: adamw, learningRate: 0.002}",
                    "rate={kind: constant, warmup: 0}", // so that a run may become longer
                    "ema.warmup=false",
                    "sampling.cfg=2",
                    "model.backbone.kind=custom",
                    "model.backbone.width=16",
                    "model.backbone.depth=1",
                    "model.backbone.heads=2",
                    "model.backbone.patchSize=7",
                    "model.backbone.mlpRatio=2",
                    "train.steps=12",
                    "train.batchSize=4",
                    "train.logEvery=4",
                    "train.checkpointEvery=6",
                    "sampling.steps=3",
                    "preview.every=6",
                    "preview.count=10");

    /** A file of the repository's configs folder. */
    static Path config(String name) {
        return Path.of("..", "configs", name);
    }

    static Cli run(List<String> args) {
        return run(args.toArray(String[]::new));
    }
}
