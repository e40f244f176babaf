package dev.eqm.core.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleConsumer;

/**
 * Pictures that were decoded to look at them.
 *
 * @param seen those that could be
 * @param unreadable those that could not, and why
 */
record PictureLooks(List<PictureSurvey.Seen> seen, List<PictureSurvey.PassedOver> unreadable) {
    /** Pictures that are looked at however large they are. */
    private static final int LEAST = 64;

    /**
     * Decodes pictures on all processors.
     *
     * @param mostBytes if the files have more, every n-th is decoded, so that about as many bytes
     *     are
     */
    static PictureLooks at(Path root, List<Path> files, long mostBytes, DoubleConsumer progress) {
        long bytes = files.stream().mapToLong(f -> f.toFile().length()).sum();
        long each = Math.max(1, bytes / files.size());
        int most = (int) Math.max(LEAST, Math.min(files.size(), mostBytes / each));
        List<Path> chosen = PictureSurvey.evenly(files.size(), most).mapToObj(files::get).toList();
        AtomicInteger done = new AtomicInteger();
        List<PictureSurvey.Entry> looks =
                chosen.parallelStream()
                        .map(
                                file -> {
                                    PictureSurvey.Entry look = look(root, file);
                                    progress.accept(
                                            done.incrementAndGet() / (double) chosen.size());
                                    return look;
                                })
                        .toList();
        List<PictureSurvey.Seen> seen = new ArrayList<>();
        List<PictureSurvey.PassedOver> unreadable = new ArrayList<>();
        for (PictureSurvey.Entry look : looks) {
            if (look instanceof PictureSurvey.Seen good) {
                seen.add(good);
            } else if (look instanceof PictureSurvey.PassedOver bad) {
                unreadable.add(bad);
            }
        }
        return new PictureLooks(seen, unreadable);
    }

    private static PictureSurvey.Entry look(Path root, Path file) {
        String path = PictureTree.slashed(root.relativize(file));
        try {
            Picture p = PictureFile.read(file, 3);
            return new PictureSurvey.Seen(path, p.width(), p.height(), isColoured(p));
        } catch (DataException e) {
            String why = e.getMessage().replaceFirst("^.*?: (cannot be read as an image)?\\s*", "");
            PictureSurvey.Reason reason = PictureSurvey.Reason.UNREADABLE;
            return new PictureSurvey.PassedOver(path, reason, why);
        }
    }

    /** Whether a pixel of RGB has three levels that are not one. */
    private static boolean isColoured(Picture rgb) {
        byte[] p = rgb.pixels();
        for (int i = 0; i < p.length; i += 3) {
            if (p[i] != p[i + 1] || p[i] != p[i + 2]) {
                return true;
            }
        }
        return false;
    }
}
