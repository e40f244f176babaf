package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eqm.core.data.Picture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PictureServerTest {
    @Test
    void aCancelledRequestEndsAndNoOther() throws Exception {
        try (PictureServer server = new PictureServer(Bars.run())) {
            Future<Picture> endless = server.ask(0, 1, Integer.MAX_VALUE);
            Future<Picture> brief = server.ask(1, 1, 20);
            Picture picture = brief.get();
            assertEquals(1, server.running());
            assertTrue(endless.cancel(true));
            while (server.running() > 0) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            assertEquals(picture, server.ask(1, 1, 20).get());
        }
    }
}
