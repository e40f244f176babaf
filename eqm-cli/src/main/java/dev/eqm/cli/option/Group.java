package dev.eqm.cli.option;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Under which heading an option stands in a help text: on the field of an option, or on a class for
 * all its options. The field wins.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD})
public @interface Group {
    /** The heading. */
    OptionGroup value();
}
