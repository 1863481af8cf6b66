/**
 * Rules that all modules keep, checked on class files and on sources.
 *
 * <p><b>Problem.</b> Who may use whom, what a deterministic simulator must never call, how long a
 * method may be: rules that are only written down are broken by the next change. Here each rule is
 * a test, and its failure says which class or line broke it and what to use instead.
 *
 * <p><b>Structures.</b> {@link dev.kiosim.checks.RoomsTest} knows who may use whom,
 * {@link dev.kiosim.checks.DeterminismTest} what must not be called,
 * {@link dev.kiosim.checks.StyleTest} how the source is written. They stand in a module behind all
 * others, since only from there all classes can be seen. Nothing of it is shipped.
 */
package dev.kiosim.checks;
