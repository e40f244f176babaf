package org.example.eqm;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.run.settings.ImageData;
import java.util.List;

/**
 * Grey checkerboards, light or dark in the upper left corner; image i has squares of 1 + i % 4
 * pixels.
 *
 * @param count images
 * @param size H = W
 */
public record Checkerboards(int count, int size) implements ImageData {
    public Checkerboards {
        require(count >= 1, "count must be at least 1, got %s", count);
        require(size >= 1 && size <= 1024, "size must lie in [1, 1024], got %s", size);
    }

    @Override
    public ImageSource open() {
        return new Boards(this);
    }

    private record Boards(Checkerboards of) implements ImageSource {
        @Override
        public int size() {
            return of.count;
        }

        @Override
        public ImageShape shape() {
            return new ImageShape(1, of.size, of.size);
        }

        @Override
        public int classes() {
            return 2;
        }

        @Override
        public int label(int index) {
            return index % 2;
        }

        @Override
        public void read(int index, float[] into, int offset) {
            int side = 1 + index / 2 % 4;
            for (int i = 0; i < of.size * of.size; i++) {
                int parity = i / of.size / side + i % of.size / side + label(index);
                into[offset + i] = parity % 2 == 0 ? 0.5f : -0.5f;
            }
        }

        @Override
        public List<String> classNames() {
            return List.of("light", "dark");
        }

        @Override
        public String describe() {
            return of.count + " checkerboards " + shape();
        }
    }
}
