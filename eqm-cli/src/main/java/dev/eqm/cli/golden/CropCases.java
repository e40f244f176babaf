package dev.eqm.cli.golden;

import dev.eqm.core.data.CenterCrop;
import dev.eqm.core.data.Picture;
import dev.eqm.core.data.PictureFile;
import dev.eqm.core.data.Pixels;
import dev.eqm.core.store.TensorData;
import java.nio.file.Path;
import java.util.List;

/** The published centre crop: every stage of it, from picture files, exactly. */
final class CropCases implements GoldenGroup {
    private static final int RGB = 3;

    @Override
    public void run(GoldenCase golden, Answers answers) {
        List<JsonFields> images = golden.settings().objects("images");
        Path folder = golden.file().toAbsolutePath().getParent();
        for (int i = 0; i < images.size(); i++) {
            JsonFields image = images.get(i);
            Picture source = PictureFile.read(folder.resolve(image.text("source")), RGB);
            CenterCrop crop = new CenterCrop(image.integer("image_size"));
            CenterCrop.Stages stages = crop.stages(source);
            for (int j = 0; j < stages.halved().size(); j++) {
                put(answers, "box" + i + "_" + j, stages.halved().get(j));
            }
            put(answers, "bicubic" + i, stages.scaled());
            put(answers, "crop" + i, stages.cropped());
            normalized(answers, "crop" + i + "_normalized", stages.cropped());
            Picture wanted = PictureFile.read(folder.resolve(image.text("result")), RGB);
            answers.add(ArrayResult.exact(image.text("result"), stages.cropped(), wanted));
        }
    }

    private static void put(Answers answers, String name, Picture p) {
        TensorData bytes = TensorData.of(p.pixels(), p.height(), p.width(), p.channels());
        answers.put(name, Answers.values(bytes), bytes.shape());
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
