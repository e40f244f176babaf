package dev.eqm.sample.session;

import dev.eqm.sample.generate.SampleRequests;
import java.util.List;

/** The items of a request as samples of a generation run. */
record ItemRequests(List<Item> items, int batchSize) implements SampleRequests {
    @Override
    public int count() {
        return items.size();
    }

    @Override
    public long[] labelsAt(int first) {
        return batch(first).stream().mapToLong(Item::label).toArray();
    }

    @Override
    public long[] seedsAt(int first) {
        return batch(first).stream().mapToLong(Item::noise).toArray();
    }

    private List<Item> batch(int first) {
        return items.subList(first, first + sizeAt(first));
    }
}
