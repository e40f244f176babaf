package dev.eqm.run.config;

import java.util.Map;

/** Copies of records that differ in one component: what withers of long records are made of. */
public final class RecordCopy {
    private RecordCopy() {}

    /**
     * The copy; what the record's constructor throws is thrown on.
     *
     * @param component its name, which must exist
     * @param value of the component's type
     */
    public static <T extends Record> T of(T record, String component, Object value) {
        Map<String, Object> values = Records.values(record);
        if (values.replace(component, value) == null) {
            throw new IllegalStateException(record.getClass() + " has no " + component);
        }
        @SuppressWarnings("unchecked") // the class of the record itself
        T copy = (T) Records.construct(record.getClass(), values.values());
        return copy;
    }
}
