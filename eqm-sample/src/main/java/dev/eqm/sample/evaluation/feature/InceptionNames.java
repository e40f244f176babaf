package dev.eqm.sample.evaluation.feature;

import static dev.eqm.models.nn.ParameterSpec.trained;

import dev.eqm.models.nn.Init;
import dev.eqm.models.nn.ParameterSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Names and shapes of the FID Inception's arrays, in the order of the {@code state_dict} that
 * pytorch-fid and torch-fidelity share. Each line below is a convolution: name, outputs, inputs,
 * rows, columns.
 *
 * <p>A convolution has five arrays: its weight, and weight, bias, mean and variance of the batch
 * norm behind it. The letters of the blocks are those of torchvision; {@code inception.py} walks
 * through the same list in the same order.
 */
final class InceptionNames {
    private static final Init NONE = new Init.Zeros(); // never drawn: weights come from a file

    private final List<ParameterSpec> all = new ArrayList<>();

    private InceptionNames() {}

    /** All 472. */
    static List<ParameterSpec> all() {
        InceptionNames n = new InceptionNames();
        n.conv("Conv2d_1a_3x3", 32, 3, 3, 3);
        n.conv("Conv2d_2a_3x3", 32, 32, 3, 3);
        n.conv("Conv2d_2b_3x3", 64, 32, 3, 3);
        n.conv("Conv2d_3b_1x1", 80, 64, 1, 1);
        n.conv("Conv2d_4a_3x3", 192, 80, 3, 3);
        n.blockA("Mixed_5b.", 192, 32);
        n.blockA("Mixed_5c.", 256, 64);
        n.blockA("Mixed_5d.", 288, 64);
        n.blockB("Mixed_6a.", 288);
        n.blockC("Mixed_6b.", 128);
        n.blockC("Mixed_6c.", 160);
        n.blockC("Mixed_6d.", 160);
        n.blockC("Mixed_6e.", 192);
        n.blockD("Mixed_7a.", 768);
        n.blockE("Mixed_7b.", 1280);
        n.blockE("Mixed_7c.", 2048);
        n.all.add(trained("fc.weight", NONE, 1008, 2048));
        n.all.add(trained("fc.bias", NONE, 1008));
        return List.copyOf(n.all);
    }

    private void conv(String name, int out, int in, int rows, int columns) {
        all.add(trained(name + ".conv.weight", NONE, out, in, rows, columns));
        for (String array : List.of("weight", "bias", "running_mean", "running_var")) {
            all.add(trained(name + ".bn." + array, NONE, out));
        }
    }

    private void blockA(String p, int in, int pool) {
        conv(p + "branch1x1", 64, in, 1, 1);
        conv(p + "branch5x5_1", 48, in, 1, 1);
        conv(p + "branch5x5_2", 64, 48, 5, 5);
        conv(p + "branch3x3dbl_1", 64, in, 1, 1);
        conv(p + "branch3x3dbl_2", 96, 64, 3, 3);
        conv(p + "branch3x3dbl_3", 96, 96, 3, 3);
        conv(p + "branch_pool", pool, in, 1, 1);
    }

    private void blockB(String p, int in) {
        conv(p + "branch3x3", 384, in, 3, 3);
        conv(p + "branch3x3dbl_1", 64, in, 1, 1);
        conv(p + "branch3x3dbl_2", 96, 64, 3, 3);
        conv(p + "branch3x3dbl_3", 96, 96, 3, 3);
    }

    private void blockC(String p, int c7) {
        conv(p + "branch1x1", 192, 768, 1, 1);
        conv(p + "branch7x7_1", c7, 768, 1, 1);
        conv(p + "branch7x7_2", c7, c7, 1, 7);
        conv(p + "branch7x7_3", 192, c7, 7, 1);
        conv(p + "branch7x7dbl_1", c7, 768, 1, 1);
        conv(p + "branch7x7dbl_2", c7, c7, 7, 1);
        conv(p + "branch7x7dbl_3", c7, c7, 1, 7);
        conv(p + "branch7x7dbl_4", c7, c7, 7, 1);
        conv(p + "branch7x7dbl_5", 192, c7, 1, 7);
        conv(p + "branch_pool", 192, 768, 1, 1);
    }

    private void blockD(String p, int in) {
        conv(p + "branch3x3_1", 192, in, 1, 1);
        conv(p + "branch3x3_2", 320, 192, 3, 3);
        conv(p + "branch7x7x3_1", 192, in, 1, 1);
        conv(p + "branch7x7x3_2", 192, 192, 1, 7);
        conv(p + "branch7x7x3_3", 192, 192, 7, 1);
        conv(p + "branch7x7x3_4", 192, 192, 3, 3);
    }

    private void blockE(String p, int in) {
        conv(p + "branch1x1", 320, in, 1, 1);
        conv(p + "branch3x3_1", 384, in, 1, 1);
        conv(p + "branch3x3_2a", 384, 384, 1, 3);
        conv(p + "branch3x3_2b", 384, 384, 3, 1);
        conv(p + "branch3x3dbl_1", 448, in, 1, 1);
        conv(p + "branch3x3dbl_2", 384, 448, 3, 3);
        conv(p + "branch3x3dbl_3a", 384, 384, 1, 3);
        conv(p + "branch3x3dbl_3b", 384, 384, 3, 1);
        conv(p + "branch_pool", 192, in, 1, 1);
    }
}
