/**
 * Another jar: a schedule, an update rule, a data source, a network and a score, which eqm knows by
 * name as soon as this jar is on the class path. {@link org.example.eqm.ExampleExtension} names
 * them; nothing of eqm is edited.
 */
package org.example.eqm;
