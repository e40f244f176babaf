package dev.eqm.run.start;

import dev.eqm.run.settings.ImageData;
import dev.eqm.run.settings.ImageOutline;
import java.util.List;

/**
 * Images that can be learned.
 *
 * @param source as a configuration names it
 * @param outline what they are
 * @param facts what was found, in lines for people
 * @param passedOver what is not learned from and why, in lines; most often none
 * @param cautions what may disappoint, in sentences
 */
record FoundData(
        ImageData source,
        ImageOutline outline,
        List<String> facts,
        List<String> passedOver,
        List<String> cautions) {
    FoundData {
        facts = List.copyOf(facts);
        passedOver = List.copyOf(passedOver);
        cautions = List.copyOf(cautions);
    }
}
