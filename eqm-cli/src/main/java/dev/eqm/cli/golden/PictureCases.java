package dev.eqm.cli.golden;

import dev.eqm.core.data.CenterCrop;
import dev.eqm.core.data.Picture;
import dev.eqm.core.data.PictureFile;
import dev.eqm.core.data.Pixels;
import dev.eqm.core.store.TensorData;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Pictures on their way to the network and back, exactly to the byte.
 *
 * <p>The published code crops as ADM does (Dhariwal and Nichol 2021): the picture is halved by
 * means while its shorter side is at least twice the wanted size, then scaled by bicubic
 * interpolation, then the middle is taken. {@code box<i>_<j>} is picture i after j + 1 halvings,
 * {@code bicubic<i>} and {@code crop<i>} are what follows.
 */
final class PictureCases {
    private static final int RGB = 3;

    private PictureCases() {}

    /** Model output to image bytes, and bytes to model input. */
    static void bytes(GoldenCase golden, Answers answers) {
        if (answers.expects("bytes")) {
            TensorData x = golden.tensor("x"); // [N, C, H, W]
            int[] s = Arrays.stream(x.shape()).mapToInt(Math::toIntExact).toArray();
            byte[] bytes = Pixels.toBytes(x.floats(), s[0], s[1], s[2], s[3]);
            answers.put("bytes", TensorData.of(bytes, s[0], s[2], s[3], s[1]));
        }
        if (answers.expects("all_bytes_normalized")) {
            double[] b = golden.tensor("all_bytes").doubles();
            double[] normalized = Arrays.stream(b).map(v -> Pixels.normalize((int) v)).toArray();
            answers.put("all_bytes_normalized", normalized);
        }
    }

    /** The published centre crop: every stage of it, from picture files. */
    static void crops(GoldenCase golden, Answers answers) {
        List<JsonFields> images = golden.settings().objects("images");
        Path folder = golden.file().toAbsolutePath().getParent();
        for (int i = 0; i < images.size(); i++) {
            JsonFields image = images.get(i);
            Picture source = PictureFile.read(folder.resolve(image.text("source")), RGB);
            CenterCrop crop = new CenterCrop(image.integer("image_size"));
            CenterCrop.Stages stages = crop.stages(source);
            for (int j = 0; j < stages.halved().size(); j++) {
                answers.put("box" + i + "_" + j, tensor(stages.halved().get(j)));
            }
            answers.put("bicubic" + i, tensor(stages.scaled()));
            answers.put("crop" + i, tensor(stages.cropped()));
            normalized(answers, "crop" + i + "_normalized", stages.cropped());
            Picture wanted = PictureFile.read(folder.resolve(image.text("result")), RGB);
            answers.putExact(image.text("result"), stages.cropped(), wanted);
        }
    }

    /** [H, W, C], as picture files have it. */
    private static TensorData tensor(Picture p) {
        return TensorData.of(p.pixels(), p.height(), p.width(), p.channels());
    }

    /** The model's units, [C, H, W]. */
    private static void normalized(Answers answers, String name, Picture p) {
        int plane = p.height() * p.width();
        double[] values = new double[p.pixels().length];
        for (int i = 0; i < values.length; i++) {
            int to = i % p.channels() * plane + i / p.channels();
            values[to] = Pixels.normalize(p.pixels()[i] & 0xFF);
        }
        answers.put(name, values, p.channels(), p.height(), p.width());
    }
}
