package dev.eqm.core.data.archive;

import static dev.eqm.core.data.DataException.require;

import dev.eqm.core.data.DataException;
import dev.eqm.core.data.KeptListing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the pictures of a tar file begin and which labels they have, kept in a file so that the tar
 * file is walked through once: {@code NAME.tar.index} beside it, or a file in the cache folder
 * where that cannot be written. A tar file that has changed since is walked through again; an index
 * whose checksum is wrong is refused.
 */
final class TarIndex {
    private static final String KIND = "tar-index";

    /**
     * A picture.
     *
     * @param label a number behind {@link TarLabels#NUMBER}, or the name of a class; may be empty
     */
    record Line(long offset, long size, String label) {
        @Override
        public String toString() {
            return offset + "\t" + size + "\t" + label;
        }

        static Line of(Path index, String text) {
            String[] parts = text.split("\t", 3);
            try {
                return new Line(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2]);
            } catch (NumberFormatException | IndexOutOfBoundsException e) {
                throw new DataException(index, "is damaged; remove it, and it is made again", e);
            }
        }
    }

    private TarIndex() {}

    /** The pictures of a tar file in their order. */
    static List<Line> of(Path tar) {
        Path beside = tar.resolveSibling(tar.getFileName() + ".index");
        KeptListing kept = new KeptListing(KIND, List.of(tar), beside);
        List<Line> lines = new ArrayList<>();
        List<String> found = kept.read();
        if (!found.isEmpty()) {
            found.forEach(text -> lines.add(Line.of(beside, text)));
            return lines;
        }
        lines.addAll(TarLabels.of(tar, TarFile.entries(tar)));
        for (Line line : lines) {
            boolean readable = line.label().chars().noneMatch(c -> c < ' ');
            require(tar, readable, "a class has a name with control characters: rename it");
        }
        kept.write(lines.stream().map(Line::toString).toList());
        return lines;
    }
}
