package dev.kiosim.trace;

/** Names for the numbers in records; a record holds numbers only, so that it costs little. */
public interface TraceNames {
    /** All tracepoints. */
    TraceTable table();

    /** CPUs of the machine. */
    int cpuCount();

    /** Name of a task. */
    String task(int tid);

    /** Id of the process that a task belongs to; 0 for task 0, which is no task. */
    int processOf(int tid);

    /** Name of the process that a task belongs to. */
    String processName(int tid);

    /** Name of a system call. */
    String syscall(long number);

    /** Name of a device. */
    String device(long number);

    /** How many devices have a number, from 0. */
    int deviceCount();

    /** Name of an AIO operation. */
    String operation(long opcode);
}
