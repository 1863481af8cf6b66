/**
 * Lessons: programs of explicit steps, written in a scenario.
 *
 * <p><b>Problem.</b> A lesson names things (a context, a buffer, an iocb) and does one system call,
 * store or look at a time, right or wrong on purpose. Each step must be what a C program would do,
 * no more.
 *
 * <p><b>Structures.</b> A {@link dev.kiosim.scenarios.program.Lesson} knows what the names stand
 * for. A {@link dev.kiosim.scenarios.program.Step} is one entry of the program: it fills in
 * operations until it is done. Which class makes the steps of a kind is told by one table,
 * {@link dev.kiosim.scenarios.program.StepMakers}.
 *
 * <p><b>Invariants.</b> Every kind that the format knows has a maker (a test says so). What a step
 * returned is compared with its {@code ret}.
 */
package dev.kiosim.scenarios.program;
