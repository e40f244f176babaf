package dev.eqm.cli.golden;

import dev.eqm.core.data.Pixels;
import dev.eqm.core.store.TensorData;
import java.util.Arrays;

/** Model output to image bytes, and bytes to model input. */
final class PictureCases implements GoldenGroup {
    @Override
    public void run(GoldenCase golden, Answers answers) {
        if (answers.expects("bytes")) {
            TensorData x = golden.tensor("x"); // [N, C, H, W]
            int[] s = Arrays.stream(x.shape()).mapToInt(Math::toIntExact).toArray();
            byte[] bytes = Pixels.toBytes(x.floats(), s[0], s[1], s[2], s[3]);
            TensorData picture = TensorData.of(bytes, s[0], s[2], s[3], s[1]);
            answers.put("bytes", Answers.values(picture), picture.shape());
        }
        if (answers.expects("all_bytes_normalized")) {
            double[] b = golden.tensor("all_bytes").doubles();
            double[] normalized = Arrays.stream(b).map(v -> Pixels.normalize((int) v)).toArray();
            answers.put("all_bytes_normalized", normalized, b.length);
        }
    }
}
