/**
 * The {@code kiosim} command: subcommands, output formats, terminal, exit codes.
 *
 * <p><b>Problem.</b> What the simulation reports must reach a person or a program: data on standard
 * output, everything else on standard error, an exit code that says what happened.
 *
 * <p><b>Left out.</b> Anything that decides about the simulation: here alone a wall clock may be
 * read.
 */
package dev.kiosim.cli;
