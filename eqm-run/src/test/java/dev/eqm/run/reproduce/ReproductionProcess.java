package dev.eqm.run.reproduce;

import dev.eqm.run.RunListener;
import dev.eqm.run.reproduce.item.ItemFiles;
import java.nio.file.Path;
import java.util.Arrays;

/** A reproduction in a process of its own, which a test can kill. */
public final class ReproductionProcess {
    private ReproductionProcess() {}

    /** Folder of configurations, output folder, items. */
    public static void main(String[] args) {
        String[] items = Arrays.copyOfRange(args, 2, args.length);
        ItemFiles files = new ItemFiles(Path.of(args[0]));
        Reproduction.run(SmallItems.request(files, Path.of(args[1]), items), RunListener.SILENT);
    }
}
