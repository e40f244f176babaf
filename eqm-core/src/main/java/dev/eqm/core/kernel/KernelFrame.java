package dev.eqm.core.kernel;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The frame that a kernel text must have, and what is wrong with one that lacks it. */
final class KernelFrame {
    private static final String EXAMPLE =
            """
            # x [N, D], w = scale [D], shift [D] -> the same shape
            def scaled(self, x: Tensor, w: List[Tensor]) -> Tensor:
              return torch.add(torch.mul(x, w[0]), w[1])
            """;

    private static final Pattern METHOD = Pattern.compile("(?m)^def\\s+(\\w+)\\s*\\(\\s*(\\w*)");

    private KernelFrame() {}

    /** The methods of a text. */
    static List<String> methods(String text) {
        return METHOD.matcher(text).results().map(found -> found.group(1)).toList();
    }

    /**
     * What a text lacks, with a text that has it; empty if the frame is there and libtorch alone
     * knows what is wrong.
     */
    static String missing(String text) {
        String problem = problem(text);
        return problem.isEmpty()
                ? ""
                : problem
                        + ". A kernel text consists only of methods at the left margin, without imports "
                        + "and without a class around them, each with self as its first argument:\n"
                        + EXAMPLE;
    }

    private static String problem(String text) {
        for (String line : text.lines().toList()) {
            boolean code = !line.isBlank() && !line.strip().startsWith("#");
            if (code && line.startsWith(" ") && methods(text).isEmpty()) {
                return "its methods are indented: '" + line.strip() + "'";
            }
            if (code && line.matches("\\w.*") && !line.startsWith("def ")) {
                return "it has a line outside of a method: '" + line + "'";
            }
        }
        Matcher found = METHOD.matcher(text);
        while (found.find()) {
            if (!found.group(2).equals("self")) {
                return "the first argument of method '" + found.group(1) + "' is not self";
            }
        }
        return methods(text).isEmpty() ? "it has no method" : "";
    }
}
