package dev.eqm.run.overview;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * Size and age of a folder.
 *
 * @param bytes of all files in it; links are not followed
 * @param changed when its newest file was written
 */
record DiskUse(long bytes, Instant changed) {
    /** Files that go away meanwhile, or may not be read, are not counted. */
    static DiskUse of(Path folder) {
        long[] bytes = {0};
        Instant[] newest = {Instant.EPOCH};
        SimpleFileVisitor<Path> visitor =
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes a) {
                        bytes[0] += a.size();
                        Instant time = a.lastModifiedTime().toInstant();
                        newest[0] = time.isAfter(newest[0]) ? time : newest[0];
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path dir, IOException e) {
                        return FileVisitResult.CONTINUE;
                    }
                };
        try {
            Files.walkFileTree(folder, visitor);
        } catch (IOException e) {
            return new DiskUse(bytes[0], newest[0]); // gone while it was looked at
        }
        return new DiskUse(bytes[0], newest[0]);
    }
}
