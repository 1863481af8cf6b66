/**
 * What a command has to do with its terminal: standard streams, colour, the progress line, and the
 * person who interrupts it.
 *
 * <p><b>Problem.</b> The same command is read by a person, by a pipe and by a log file. Data must
 * reach standard output untouched; what is said beside it must suit whoever reads it.
 *
 * <p><b>Structures.</b> {@link dev.kiosim.cli.terminal.Stdio} is the streams, and what they are
 * connected to; tests give another. {@link dev.kiosim.cli.terminal.Palette} is colour or none.
 * {@link dev.kiosim.cli.terminal.ProgressLine} is written over and over, and erased.
 * {@link dev.kiosim.cli.terminal.Interruption} hears of Ctrl-C.
 *
 * <p><b>Invariants.</b> Colour never carries what the text does not say. Nothing here knows a
 * command.
 *
 * <p><b>Left out.</b> Anything interactive.
 */
package dev.kiosim.cli.terminal;
