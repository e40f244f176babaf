/**
 * The U-Net of ADM, with which the paper's Table 10 trains on CIFAR-10. {@link
 * dev.eqm.models.unet.UnetConfig} says what to build, {@link dev.eqm.models.unet.Unet} is the
 * network, {@code UnetPlan} the order of its layers. Parameters carry the original's names, so its
 * weights can be compared tensor by tensor.
 *
 * <p>The paper's main results are of the transformers in {@link dev.eqm.models.sit}; this network
 * is for comparison with its Table 10, on pixels and without labels.
 *
 * <p>Letters: N batch, C channels in, O channels out, H, W pixels, D width of the conditioning.
 */
package dev.eqm.models.unet;
