package dev.eqm.cli.bench.gpu;

import ai.djl.Device;

/**
 * What is timed, by the size of what can be waited for.
 *
 * @param name of this choice, told beside every figure
 * @param sampling a published or small size
 * @param images sampled side by side
 * @param updates of NAG, each with guidance: two rows an image
 * @param training sizes
 * @param batch of a training step
 * @param steps of each training, the first one apart
 * @param picture side of the picture for the autoencoder
 * @param product side of the matrices of the product rate
 */
record DeviceJobs(
        String name,
        String sampling,
        int images,
        int updates,
        String[] training,
        int batch,
        int steps,
        int picture,
        int product) {
    /** The published job of Table 3, and trainings at B/2 and XL/2. */
    private static final DeviceJobs FULL =
            new DeviceJobs(
                    "full: Table 3's job",
                    "XL/2",
                    64,
                    249,
                    new String[] {"B/2", "XL/2"},
                    64,
                    5,
                    256,
                    8192);

    /** The same code on a CPU: 1/4 of the depth's width, and few updates. */
    private static final DeviceJobs REHEARSAL =
            new DeviceJobs(
                    "rehearsal: S/2 instead of B/2 and XL/2, 2 images and 3 updates instead of 64 and 249",
                    "S/2",
                    2,
                    3,
                    new String[] {"S/2"},
                    2,
                    2,
                    64,
                    1024);

    private static final DeviceJobs QUICK =
            new DeviceJobs(
                    "quick: Nano/4, 2 images, 2 updates; says nothing about speed",
                    "Nano/4",
                    2,
                    2,
                    new String[] {"Nano/4"},
                    2,
                    1,
                    32,
                    256);

    /** The full job on a GPU; on a CPU a rehearsal of it. */
    static DeviceJobs of(Device device, boolean quick) {
        return quick ? QUICK : device.isGpu() ? FULL : REHEARSAL;
    }
}
