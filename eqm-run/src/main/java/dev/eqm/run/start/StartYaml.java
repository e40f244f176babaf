package dev.eqm.run.start;

import dev.eqm.core.check.Setting;
import dev.eqm.core.loss.Loss;
import dev.eqm.run.config.ConfigReader;
import dev.eqm.run.config.ConfigType;
import dev.eqm.run.config.ConfigWriter;
import dev.eqm.run.config.Kinds;
import dev.eqm.run.config.Records;
import dev.eqm.run.config.ScalarText;
import dev.eqm.run.settings.Backbone;
import dev.eqm.run.settings.ImageData;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.settings.RunKinds;
import dev.eqm.sample.sampler.UpdateRule;
import dev.eqm.train.optim.Muon;
import dev.eqm.train.optim.RateSchedule;
import java.nio.file.Path;
import java.util.List;

/**
 * A configuration with a comment at every value that a user may want to change. Read back, it is
 * the configuration that it was made of, which is checked whenever one is written.
 */
record StartYaml(RunConfig config, FoundData found, StartEstimate estimate, Path file) {
    private static final Kinds KINDS = RunKinds.all();

    /** The whole file. */
    String text() {
        StringBuilder out = new StringBuilder();
        head(out);
        body(out);
        String text = out.toString();
        RunConfig read =
                new ConfigReader(KINDS).read(RunConfig.DEFAULT, text, file.toString(), List.of());
        if (!read.equals(config)) {
            throw new IllegalStateException(
                    "the file does not record what it was made from:\n" + text);
        }
        return text;
    }

    private void head(StringBuilder out) {
        line(out, "# Written by eqm init for %s.", StartText.name(place()));
        line(out, "#");
        line(
                out,
                "# Train:     " + Setting.command("train") + " --config %s",
                shell(file.toString()));
        line(out, "# Sample:    " + Setting.command("sample") + " --run runs/%s", config.name());
        told(out, "Found:", found.facts());
        told(out, "Not used:", found.passedOver());
        line(out, "# Time:      %s", estimate.time());
        line(out, "# Memory:    %s", estimate.memory());
        line(out, "# Paths are relative to the folder in which eqm is started.");
    }

    /** The rates alone: all else has its default. */
    private String optimizer() {
        String rate = ScalarText.of(config.optimizer().learningRate());
        return config.optimizer() instanceof Muon muon
                ? StartText.count(
                        "{kind: muon, learningRate: %s, adamW: {learningRate: %s}}",
                        rate, ScalarText.of(muon.adamW().learningRate()))
                : StartText.count("{learningRate: %s}", rate);
    }

    private static void told(StringBuilder out, String title, List<String> lines) {
        String head = title;
        for (String text : lines) {
            line(out, "# %-10s %s", head, text);
            head = "";
        }
    }

    private void body(StringBuilder out) {
        line(out, "name: %s # the run's folder below runs/", ScalarText.of(config.name()));
        line(out, "precision: auto # bfloat16 where this machine is faster with it");
        line(out, "data:");
        line(out, "  source:");
        for (String source : block(ImageData.class, config.data().source())) {
            line(out, "    %s", source);
        }
        line(
                out,
                "  flip: %s # true if a mirrored image is as good as the original, which doubles the data",
                config.data().flip());
        line(out, "model:");
        line(
                out,
                "  backbone: %s # size of the network: Nano, Micro, Tiny, S; the number is the patch size",
                inline(Backbone.class, config.model().backbone()));
        line(out, "  imageSize: %d", config.model().imageSize());
        line(out, "  channels: %d", config.model().channels());
        line(out, "  classes: %d", config.model().classes());
        line(
                out,
                "  labelDropout: %s # share of images whose class is hidden, which guidance (sampling.cfg) needs",
                ScalarText.of(config.model().labelDropout()));
        line(out, "loss: %s # the paper's", inline(Loss.class, config.loss()));
        line(out, "optimizer: %s # smaller rates if the loss jumps", optimizer());
        line(
                out,
                "rate: %s # rises for some steps, then falls to 0 at the last one",
                inline(RateSchedule.class, config.rate()));
        line(
                out,
                "ema: {decay: %s, warmup: %s} # samples use averaged weights; warm-up forgets the initial ones",
                ScalarText.of(config.ema().decay()),
                config.ema().warmup());
        line(out, "train:");
        line(
                out,
                "  steps: %d # more steps give better images: the first value to raise",
                config.train().steps());
        line(
                out,
                "  batchSize: %d # images per step; fewer need less memory",
                config.train().batchSize());
        line(out, "  seed: %d", config.train().seed());
        line(out, "  logEvery: %d", config.train().logEvery());
        line(out, "  checkpointEvery: %d", config.train().checkpointEvery());
        line(out, "sampling:");
        line(
                out,
                "  rule: %s # eta is the step size",
                inline(UpdateRule.class, config.sampling().rule()));
        line(out, "  steps: %d", config.sampling().steps());
        line(
                out,
                "  cfg: %s # %s",
                ScalarText.of(config.sampling().cfg()),
                config.sampling().cfg() == 1
                        ? "no guidance"
                        : "guidance: above 1, samples show their class more clearly and vary less");
        line(out, "preview: # grids of samples in runs/%s/samples while it trains", config.name());
        line(out, "  every: %d", config.preview().every());
        line(out, "  count: %d", config.preview().count());
        line(out, "  columns: %d", config.preview().columns());
    }

    /** The source in block style, so that long lists and paths stay readable. */
    private static List<String> block(Class<?> type, Object value) {
        return new ConfigWriter(KINDS).toLines(new ConfigType.Open(type), value);
    }

    private static String inline(Class<?> type, Object value) {
        return new ConfigWriter(KINDS).inline(new ConfigType.Open(type), value);
    }

    /** In words: {@code Nano/4}. */
    static String network(RunConfig config) {
        return config.model().backbone() instanceof Backbone.Preset preset
                ? preset.name()
                : inline(Backbone.class, config.model().backbone());
    }

    private String place() {
        return found.source() instanceof Record r
                ? Records.values(r).values().stream()
                        .filter(Path.class::isInstance)
                        .findFirst()
                        .map(Object::toString)
                        .orElse("")
                : "";
    }

    /** As a POSIX shell takes it. */
    static String shell(String argument) {
        String line = argument.replaceAll("\\p{Cntrl}", "?");
        return line.matches("[A-Za-z0-9_./+=:@%,-]+")
                ? line
                : "'" + line.replace("'", "'\\''") + "'";
    }

    private static void line(StringBuilder out, String format, Object... values) {
        out.append(StartText.count(format, values)).append('\n');
    }
}
