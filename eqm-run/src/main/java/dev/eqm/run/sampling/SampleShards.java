package dev.eqm.run.sampling;

import dev.eqm.core.check.Setting;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.run.UsageException;
import dev.eqm.run.shard.Shard;
import dev.eqm.run.shard.ShardFolder;
import dev.eqm.run.shard.ShardFolders;
import dev.eqm.run.shard.ShardSet;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.GenerationListener;
import dev.eqm.sample.generate.GenerationReport;
import dev.eqm.sample.generate.Labels;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.generate.RequestsRange;
import dev.eqm.sample.output.DivergedException;
import dev.eqm.sample.output.MadeWith;
import dev.eqm.sample.output.PictureBatch;
import dev.eqm.sample.output.PictureSink;
import dev.eqm.sample.output.ReadRows;
import dev.eqm.sample.output.SampleBatch;
import dev.eqm.sample.output.SampleSink;
import dev.eqm.sample.output.SamplingFile;
import dev.eqm.sample.output.SeriesFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of samples in parts. A part leaves pictures, states and curves of its samples as rows;
 * the merge hands all rows, in order and batch by batch, to the very sinks that a single process
 * writes with. So it needs no evaluation of the network, and its files are the same bytes.
 *
 * @param settings of the whole folder
 */
record SampleShards(
        SampleRequest request, OpenRun open, NumberedRequests samples, MadeWith settings) {
    SampleShards {
        if (!request.into().named()) {
            throw new UsageException(
                    "shards need a folder that all of them share: give "
                            + Setting.of("out", "DIR"));
        }
        if (request.outputs().trajectory().isWanted()) {
            throw new UsageException(
                    "a trajectory cannot be made in shards: remove "
                            + Setting.of("trajectory")
                            + ", or make it by itself in another folder");
        }
    }

    private ShardFolders folders() {
        return ShardFolders.in(request.into().path());
    }

    private List<String> files() {
        return request.outputs().shardFiles(open.sampling().gMin() > 0);
    }

    /** Makes what is missing of one part. */
    SampleReport make(Shard shard, Generation whole) {
        int all = samples.count();
        Shard.Rows rows = shard.rows(all, samples.batchSize());
        boolean anew = request.into().overwrite();
        String word = whole.method().stepWord();
        try (ShardFolder own = ShardFolder.open(folders(), shard, settings, anew)) {
            int before = own.progress().done();
            if (own.progress().complete()) {
                own.requireComplete(all, samples.batchSize(), files());
                return SampleReport.complete(own.path(), rows.size(), open.sampling(), word);
            }
            open.listener()
                    .found(
                            "shard %s: samples %d to %d of %d"
                                    .formatted(shard, rows.from(), rows.to() - 1, all));
            if (before > 0) {
                open.listener()
                        .found("continuing after " + before + " of " + rows.size() + " samples");
            }
            GenerationReport made = sample(own, rows, whole);
            own.complete(rows, files());
            return new SampleReport(
                    own.path(), rows.size(), before, open.sampling(), word, false, made, 0);
        }
    }

    private GenerationReport sample(ShardFolder own, Shard.Rows rows, Generation whole) {
        RequestsRange plan = new RequestsRange(samples, rows.from(), rows.to());
        Generation part = new Generation(whole.method(), whole.conditioner(), whole.start(), plan);
        List<SampleSink> sinks = request.outputs().recorders(open, rows.size(), own.path());
        try {
            GenerationListener told = open.watching(part, own.progress().done());
            return part.run(open.network(), sinks, told, own.progress());
        } catch (DivergedException e) {
            own.progress().forgetIfNothingCame(List.of());
            throw new DivergedException(
                    "shard %s, which begins with sample %d, and counts from there: %s"
                            .formatted(own.shard(), rows.from(), e.getMessage()));
        } finally {
            sinks.forEach(SampleSink::close);
        }
    }

    /** Makes the folder of all parts. */
    SampleReport merge(Path folder, String stepWord) {
        int count = samples.count();
        try (ShardSet set =
                        ShardSet.open(folders(), settings, count, samples.batchSize(), files());
                SamplingFile progress = request.begin(folder, settings)) {
            if (progress.complete()) {
                return SampleReport.complete(folder, count, open.sampling(), stepWord);
            }
            progress.save(0); // what an earlier process had is replaced
            Labels.write(
                    folder.resolve("labels.json"), samples.allLabels(), open.model().classes());
            merge(set, folder);
            progress.saveComplete(count);
            int parts = set.parts().size();
            return SampleReport.merged(folder, count, open.sampling(), stepWord, parts);
        }
    }

    private void merge(ShardSet set, Path folder) {
        List<PictureSink> pictures =
                request.outputs().pictureSinks(open, samples, request.texts(), folder);
        List<SampleSink> others = request.outputs().otherSinks(open, samples, folder);
        try {
            if (!pictures.isEmpty()) {
                pictures(set, pictures);
            }
            if (request.outputs().formats().contains(SampleOutputs.Format.LATENTS)) {
                states(set, others);
            }
            for (SampleSink sink : others) {
                if (sink instanceof SeriesFile series) {
                    paths(set, series.name()).forEach(series::appendAll);
                }
            }
            pictures.forEach(PictureSink::finish);
            others.forEach(SampleSink::finish);
        } finally {
            pictures.forEach(PictureSink::close);
            others.forEach(SampleSink::close);
        }
    }

    private void pictures(ShardSet set, List<PictureSink> sinks) {
        ImageShape shape = open.decoder().shape();
        List<Path> files = paths(set, SampleOutputs.PICTURE_ROWS).toList();
        try (ReadRows rows = new ReadRows(files, shape.elementCount())) {
            for (int first = 0; first < samples.count(); first += samples.batchSize()) {
                byte[] pixels = rows.next(samples.sizeAt(first));
                PictureBatch batch =
                        new PictureBatch(first, samples.labelsAt(first), shape, pixels);
                sinks.forEach(sink -> sink.accept(batch));
                told(first);
            }
        }
    }

    private void states(ShardSet set, List<SampleSink> sinks) {
        ImageShape s = open.shape();
        List<Path> files = paths(set, SampleOutputs.STATE_ROWS).toList();
        try (ReadRows rows = new ReadRows(files, s.elementCount() * Float.BYTES);
                GradMode off = GradMode.off()) {
            for (int first = 0; first < samples.count(); first += samples.batchSize()) {
                int n = samples.sizeAt(first);
                try (Arena arena = Arena.open(open.model().device(), "merge")) {
                    float[] values = rows.nextFloats(n);
                    SampleBatch batch =
                            new SampleBatch(
                                    first,
                                    samples.labelsAt(first),
                                    arena.of(values, n, s.channels(), s.height(), s.width()));
                    sinks.stream()
                            .filter(sink -> !(sink instanceof SeriesFile))
                            .forEach(sink -> sink.accept(batch));
                }
            }
        }
    }

    private void told(int first) {
        int done = first + samples.sizeAt(first);
        open.listener()
                .progressed(
                        done / (double) samples.count(),
                        "merged %d of %d samples".formatted(done, samples.count()));
    }

    private static Stream<Path> paths(ShardSet set, String name) {
        return set.parts().stream().map(part -> part.folder().resolve(name));
    }
}
