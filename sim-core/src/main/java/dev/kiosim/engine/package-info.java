/**
 * The discrete-event engine: one loop, one clock, named randomness, choice points.
 *
 * <p><b>Problem.</b> Everything in kiosim happens in virtual time, in one thread, the same way
 * every time. So there is exactly one place where time moves ({@link dev.kiosim.engine.Engine}),
 * one total order of events (due time, then the order of scheduling), and one source of randomness
 * (a seed, split into streams by name, so that a new consumer does not shift the numbers of the
 * others).
 *
 * <p><b>Structures.</b> {@link dev.kiosim.engine.EventQueue} is an implicit 4-ary heap over one
 * {@code long[]}: 16 bytes an entry (due time, then sequence and slot packed), four siblings to a
 * cache line. The engine keeps the {@link dev.kiosim.engine.Event} objects in a table of slots; an
 * event object is made once by its component and scheduled again and again, so the steady state
 * allocates nothing.
 *
 * <p><b>Choice points.</b> Steps that compete in one instant carry an actor number. First-come is
 * the default; a {@link dev.kiosim.engine.Chooser} may pick another order, at random or
 * systematically.
 *
 * <p><b>Invariants.</b> Time never goes back; equal times fire in FIFO order (per actor, under a
 * chooser); an instant that fires too many events without time moving on is a livelock.
 *
 * <p><b>Left out.</b> Threads, priorities of events and parallel simulation: order by (time,
 * sequence) is what makes a run repeatable.
 */
package dev.kiosim.engine;
