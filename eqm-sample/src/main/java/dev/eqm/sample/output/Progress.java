package dev.eqm.sample.output;

/** How far a run has come, kept where the next process finds it. */
public interface Progress {
    /** For a run that is made in one go. */
    Progress NONE =
            new Progress() {
                @Override
                public int done() {
                    return 0;
                }

                @Override
                public void save(int done) {}
            };

    /** Samples that all sinks have synced before this process began. */
    int done();

    /** After every batch: all sinks have synced so many. */
    void save(int done);
}
