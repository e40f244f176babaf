package dev.eqm.core.ranks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which machine this is, as ranks compare it. */
final class Host {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    private Host() {}

    /** The same for all processes of a machine: what Linux drew as it started, else the name. */
    static String id() {
        try {
            return Files.isReadable(BOOT)
                    ? Files.readString(BOOT).strip()
                    : InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        } catch (IOException e) {
            return "unreadable";
        }
    }
}
