package dev.eqm.train.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eqm.core.data.Picture;
import dev.eqm.core.data.Png;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.train.step.GammaBins;
import dev.eqm.train.step.StepCount;
import dev.eqm.train.step.StepReport;
import dev.eqm.train.step.StepTimes;
import dev.eqm.train.step.TinyRun;
import dev.eqm.train.step.TrainState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.framework.Summary;
import org.tensorflow.util.Event;
import org.tensorflow.util.SessionLog;

/** What TensorBoard's own classes read in our files. */
@ExtendWith(LeakCheck.class)
class TensorBoardTest {
    private static final byte[] PIXELS = {0, 50, 100, (byte) 200, (byte) 255, 7};

    @TempDir private Path folder;

    @Test
    void scalarsAndPicturesComeBack() throws IOException {
        Path png = folder.resolve("grid.png");
        Png.write(png, new Picture(PIXELS, 2, 3, 1));
        run(0, 4, png);
        List<Event> events = read(onlyFile());
        assertThat(events.get(0).getFileVersion()).isEqualTo("brain.Event:2");
        assertThat(events.stream().skip(1).map(Event::getStep)).containsExactly(2L, 4L, 4L);
        Map<String, Float> scalars = scalars(events.get(2));
        assertThat(scalars.get("loss")).isCloseTo(3.5f, within(1e-6f));
        assertThat(scalars.get("explainedVariance")).isCloseTo(0.65f, within(1e-6f));
        assertThat(scalars.get("explainedVarianceByGamma/0.2-0.3")).isCloseTo(0.65f, within(1e-6f));
        assertThat(scalars.get("rate")).isEqualTo(0.1f);
        assertThat(scalars.get("times/forward")).isEqualTo(0.5f);
        assertThat(scalars)
                .containsKeys("gradientNorm", "clipped", "skipped", "images")
                .doesNotContainKeys("step", "explainedVarianceByGamma/0.3-0.4");
        Summary.Image image = events.get(3).getSummary().getValue(0).getImage();
        assertThat(events.get(3).getSummary().getValue(0).getTag()).isEqualTo("samples");
        assertThat(image.getHeight()).isEqualTo(2);
        assertThat(image.getWidth()).isEqualTo(3);
        assertThat(image.getColorspace()).isEqualTo(1);
        assertThat(image.getEncodedImageString().toByteArray()).isEqualTo(Files.readAllBytes(png));
        double now = System.currentTimeMillis() / 1000.0;
        double last = 0;
        for (Event event : events) {
            assertThat(event.getWallTime()).isBetween(now - 1000, now + 1000);
            assertThat(event.getWallTime()).isGreaterThanOrEqualTo(last);
            last = event.getWallTime();
        }
    }

    @Test
    void aResumedRunGoesOnInALaterFileThatVoidsWhatItRepeats() throws IOException {
        // As if the clock had been set back by years since the first file.
        Path early = folder.resolve("events.out.tfevents.4000000000.eqm");
        Files.createFile(early);
        run(6, 8, null);
        Path late = folder.resolve("events.out.tfevents.4000000001.eqm");
        List<Event> events = read(late);
        assertThat(events.get(1).getSessionLog().getStatus())
                .isEqualTo(SessionLog.SessionStatus.START);
        assertThat(events.get(1).getStep()).isEqualTo(7);
        assertThat(events.get(2).getStep()).isEqualTo(8);
        assertThat(events.get(2).getWallTime()).isGreaterThanOrEqualTo(4000000001.0);
        run(0, 2, null);
        List<Event> fresh = read(folder.resolve("events.out.tfevents.4000000002.eqm"));
        assertThat(fresh).noneMatch(Event::hasSessionLog);
    }

    @Test
    void aBoardThatNeverBeganCloses() {
        new TensorBoard(folder, 2, Long.MAX_VALUE).close();
        assertThat(folder).isEmptyDirectory();
    }

    /** Lengths that need one, two and three bytes as a varint. */
    @Test
    void longFieldsAreFramed() throws IOException {
        for (int length : new int[] {0, 1, 127, 128, 20_000}) {
            String tag = "x".repeat(length);
            byte[] bytes = new Events(1.5, 300).scalars(Map.of(tag, 2.5));
            Event event = Event.parseFrom(bytes);
            assertThat(event.getStep()).isEqualTo(300);
            assertThat(event.getWallTime()).isEqualTo(1.5);
            assertThat(event.getSummary().getValue(0).getTag()).isEqualTo(tag);
            assertThat(event.getSummary().getValue(0).getSimpleValue()).isEqualTo(2.5f);
        }
    }

    /** Steps {@code from + 1} to {@code to}, a line every second one; then the picture, if any. */
    private void run(long from, long to, Path png) {
        try (TrainState start = TinyRun.usual().start();
                TensorBoard board = new TensorBoard(folder, 2, Long.MAX_VALUE)) {
            TrainState state =
                    new TrainState(
                            start.model(), start.averages(), start.optimizer(), StepCount.of(from));
            board.started(state);
            for (long step = from + 1; step <= to; step++) {
                board.stepped(report(step), state);
            }
            if (png != null) {
                board.picture("samples", to, png);
            }
        }
    }

    private static StepReport report(long step) {
        StepTimes times = new StepTimes(0.125, 0.25, 0.25, 0.125, 0.125);
        GammaBins bins = GammaBins.of(new float[] {0.25f}, new float[] {step}, new float[] {10});
        return new StepReport(step, step, 10, bins, 1, true, 0.1, 8, times);
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found =
                    files.filter(f -> f.getFileName().toString().contains("tfevents")).toList();
            assertThat(found).hasSize(1);
            assertThat(found.get(0).getFileName().toString())
                    .matches("events\\.out\\.tfevents\\.[0-9]{10}\\.eqm");
            return found.get(0);
        }
    }

    private static Map<String, Float> scalars(Event event) {
        Map<String, Float> all = new LinkedHashMap<>();
        event.getSummary().getValueList().forEach(v -> all.put(v.getTag(), v.getSimpleValue()));
        return all;
    }

    private static List<Event> read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<Event> events = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] length = new byte[8];
            bytes.get(length);
            assertThat(bytes.getInt()).as("CRC of a length").isEqualTo(masked(length));
            byte[] data = new byte[(int) bytes.getLong(bytes.position() - 12)];
            bytes.get(data);
            assertThat(bytes.getInt()).as("CRC of the data").isEqualTo(masked(data));
            events.add(Event.parseFrom(data));
        }
        return events;
    }

    /** Bit by bit, from the definitions: CRC-32C reflected, then TensorFlow's mask. */
    private static int masked(byte[] data) {
        int crc = -1;
        for (byte b : data) {
            crc ^= b & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 1 ? (crc >>> 1) ^ 0x82F63B78 : crc >>> 1;
            }
        }
        crc = ~crc;
        return ((crc >>> 15) | (crc << 17)) + 0xA282EAD8;
    }
}
