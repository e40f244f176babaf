package dev.eqm.cli.bench.gpu;

import ai.djl.Device;
import dev.eqm.cli.bench.Memory;
import dev.eqm.cli.bench.gpu.DeviceMode.Kind;
import dev.eqm.cli.console.Console;
import dev.eqm.core.device.Backend;
import dev.eqm.core.device.Precision;
import dev.eqm.core.device.Tf32;
import dev.eqm.core.store.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * All checks on a device, then its times. A check that cannot be computed is a failed one, and the
 * others go on.
 */
public final class GpuBench {
    private static final double TERA = 1e12;

    private final Device device;
    private final boolean quick;
    private final Console out;
    private final List<DeviceCheck> all;

    /**
     * Nothing is computed yet.
     *
     * @param quick whether times are of a tiny job
     */
    public GpuBench(Device device, boolean quick, Console out) {
        this(device, quick, out, Checks.all());
    }

    /** With other checks. */
    GpuBench(Device device, boolean quick, Console out, List<DeviceCheck> all) {
        this.all = List.copyOf(all);
        this.device = device;
        this.quick = quick;
        this.out = out;
    }

    /** What came of it, as JSON; {@code passed} says whether every check did. */
    public JsonObject run() {
        out.line(
                "device %s, libtorch %s", Backend.name(device), Backend.versions().get("libtorch"));
        if (!device.isGpu()) {
            out.line(
                    "This is a rehearsal: it computes on the CPU what a GPU is to be checked with. Its times are not a GPU's.");
        }
        List<JsonObject> checks = new ArrayList<>();
        boolean passed = true;
        for (DeviceCheck check : all) {
            out.status("checking " + check.name());
            double[] right = check.numbers().in(new DeviceMode(Device.cpu(), check.reference()));
            for (Kind kind : DeviceMode.kinds(device)) {
                if (check.kinds().contains(kind)) {
                    JsonObject result = checked(check, kind, right);
                    passed &= (Boolean) result.get("passed");
                    checks.add(result);
                }
            }
        }
        DeviceJobs jobs = DeviceJobs.of(device, quick);
        Precision precision =
                Backend.hasFastBfloat16(device) ? Precision.BFLOAT16 : Precision.FLOAT32;
        double rate = ProductRate.of(device, precision, jobs.product());
        out.line(
                String.format(
                        Locale.ROOT,
                        "%ntimes in %s, %s; products of %dx%d matrices: %.2f TFLOP/s",
                        precision.toString().toLowerCase(Locale.ROOT),
                        jobs.name(),
                        jobs.product(),
                        jobs.product(),
                        rate / TERA));
        List<DeviceTime> times =
                new DeviceTimes(device, precision, jobs)
                        .measure(time -> out.line("%s", time.line(rate)));
        long peak = device.isGpu() ? Backend.usedBytes(device) : Memory.peak().orElse(0);
        out.line(
                String.format(
                        Locale.ROOT,
                        "peak memory %s: %.2f GiB",
                        device.isGpu() ? "of the GPU" : "of the process",
                        peak / Memory.GIB));
        return JsonObject.of("device", Backend.name(device))
                .withAll(JsonObject.of(Backend.versions()))
                .with("passed", passed)
                .with("checks", checks)
                .with("job", jobs.name())
                .with("precision", precision.toString().toLowerCase(Locale.ROOT))
                .with("productFlopsPerSecond", rate)
                .with("peakBytes", peak)
                .with("times", times.stream().map(time -> time.toJson(rate)).toList());
    }

    private JsonObject checked(DeviceCheck check, Kind kind, double[] right) {
        double error = Double.POSITIVE_INFINITY;
        String why = "";
        Tf32.use(kind == Kind.TF32, device);
        try {
            error = DeviceCheck.error(check.numbers().in(new DeviceMode(device, kind)), right);
        } catch (RuntimeException e) { // one broken check must not hide the others
            why = String.valueOf(e.getMessage());
        } finally {
            Tf32.use(false, device);
        }
        boolean passed = error <= kind.tolerance();
        out.line(
                String.format(
                        Locale.ROOT,
                        "%-6s %-58s %-9s relative error %.2g, allowed %.0e %s",
                        passed ? "ok" : "WRONG",
                        check.name(),
                        kind.title(),
                        error,
                        kind.tolerance(),
                        why));
        return JsonObject.of("check", check.name())
                .with("numbers", kind.title())
                .with("relativeError", Double.isFinite(error) ? error : null)
                .with("allowed", kind.tolerance())
                .with("passed", passed)
                .withIf(!why.isEmpty(), "message", why);
    }
}
