package dev.kiosim.oracle;

import dev.kiosim.scenarios.conformance.Json;

/** The iocbs of a random program: mostly sensible, some wrong in one or two fields. */
final class Iocbs {
    private static final String[] POLL_MASKS = {
        "0", "1", "2", "4", "5", "8", "16", "64", "256", "321", "8192", "65535"
    };

    private static final int SYNCS_RARELY = 12;

    private final Dice dice;
    private final Programs program;
    private int count;

    Iocbs(Dice dice, Programs program) {
        this.dice = dice;
        this.program = program;
    }

    int count() {
        return count;
    }

    /** One that was made before. */
    String any() {
        return count == 0 ? add() : "a" + dice.upTo(count);
    }

    /** A new one, of any kind. */
    String add() {
        String name = "a" + count++;
        Json.Obj args = Programs.args("iocb", name, "aio_data", Integer.toString(1000 + count));
        switch (dice.upTo(10)) {
            case 0, 1, 2, 3 -> transfer(args, dice.pick("PREAD", "PREAD", "PWRITE"));
            case 4, 5 -> vectored(args);
            case 6 -> syncOrRefused(args);
            case 7, 8 -> poll(args);
            default -> transfer(args, dice.pick("PREAD", "PWRITE", "4", "6", "9", "255", "65535"));
        }
        // A poll of an eventfd that signals one is completed by a worker, nobody knows when.
        boolean isEventfd = program.eventfds.contains(args.text("aio_fildes", ""));
        if (!program.eventfds.isEmpty() && !isEventfd && dice.rarely(3)) {
            put(args, "aio_flags", "1");
            put(args, "aio_resfd", dice.pick(program.eventfds));
        }
        if (dice.rarely(6)) {
            spoil(args);
        }
        program.add("iocb", args);
        return name;
    }

    /** A new one that completes inside io_submit, or never: it can be submitted by the hundred. */
    String addQuick() {
        String name = "a" + count++;
        String data = Integer.toString(1000 + count);
        if (program.files.stream().anyMatch(file -> file.endsWith(".r")) && dice.isHeads()) {
            String end = program.files.stream()
                    .filter(file -> file.endsWith(".r"))
                    .findFirst()
                    .orElseThrow();
            program.polled.add(end);
            program.add(
                    "iocb",
                    "iocb",
                    name,
                    "aio_data",
                    data,
                    "aio_lio_opcode",
                    "POLL",
                    "aio_fildes",
                    end,
                    "poll_events",
                    "1");
        } else {
            program.add(
                    "iocb",
                    "iocb",
                    name,
                    "aio_data",
                    data,
                    "aio_lio_opcode",
                    "PREAD",
                    "aio_fildes",
                    "f0",
                    "aio_buf",
                    "b0",
                    "aio_nbytes",
                    "100",
                    "aio_offset",
                    "0");
        }
        return name;
    }

    private static void put(Json.Obj args, String... keysAndValues) {
        Programs.args(keysAndValues).fields().forEach(args::put);
    }

    /** A file, or something else that a descriptor can be. */
    private String file() {
        if (dice.rarely(12)) {
            return program.eventfds.isEmpty() ? "-1" : dice.pick(program.eventfds);
        }
        return dice.rarely(30) ? dice.pick("-1", "9999") : dice.pick(program.files);
    }

    /** A place in a buffer. */
    String buffer() {
        if (dice.rarely(20)) {
            return dice.pick("NULL", "BADPTR", "KERNEL_PTR", "MINUS1");
        }
        String shift = dice.pick("", "", "", "", "+512", "+1", "+256", "+4095", "+4096");
        String buffer = dice.pick(program.buffers);
        return shift.equals("+4096") ? buffer + "+3584" : buffer + shift;
    }

    /** A place in the buffer for direct IO. */
    String safeBuffer() {
        String shift = dice.pick("", "", "", "", "+512", "+1", "+256", "+4095", "+4096", "+8192");
        return Programs.SAFE_BUFFER + shift;
    }

    /** A place in the buffer for direct IO that is a multiple of the logical block. */
    String alignedBuffer() {
        return Programs.SAFE_BUFFER + dice.pick("", "+512", "+4096", "+8192", "+12800");
    }

    /** A buffer for IO on that file. */
    private String bufferFor(String file) {
        if (!program.direct.contains(file)) {
            return buffer();
        }
        return dice.rarely(20) ? dice.pick("NULL", "BADPTR", "KERNEL_PTR", "MINUS1") : safeBuffer();
    }

    /** A length that mostly fits. */
    String length() {
        return dice.pick("512", "512", "1024", "4096", "4096", "0", "1", "100", "513", "8192", "8");
    }

    private String offset() {
        return dice.pick(
                "0",
                "0",
                "512",
                "4096",
                "1",
                "100",
                "1536",
                "5000",
                "100000",
                "-1",
                "-4096",
                "17592186040320",
                "9223372036854775807",
                "9223372036854775000");
    }

    private void transfer(Json.Obj args, String opcode) {
        String file = file();
        put(
                args,
                "aio_lio_opcode",
                opcode,
                "aio_fildes",
                file,
                "aio_buf",
                bufferFor(file),
                "aio_nbytes",
                length(),
                "aio_offset",
                dice.rarely(4) ? offset() : dice.pick("0", "512"));
        flags(args);
    }

    private void vectored(Json.Obj args) {
        String file = file();
        put(
                args,
                "aio_lio_opcode",
                dice.pick("PREADV", "PWRITEV"),
                "aio_fildes",
                file,
                "aio_buf",
                dice.rarely(15) ? dice.pick("NULL", "BADPTR", "KERNEL_PTR") : arrayFor(file),
                "aio_nbytes",
                dice.pick("1", "1", "2", "3", "0", "1025", "4294967296"),
                "aio_offset",
                dice.rarely(4) ? offset() : "0");
        flags(args);
    }

    private String arrayFor(String file) {
        if (program.direct.contains(file)) {
            return dice.pick(program.safeIovecs);
        }
        return program.iovecs.isEmpty() ? buffer() : dice.pick(program.iovecs);
    }

    private void flags(Json.Obj args) {
        // With NOWAIT a direct write is refused whenever the file's time stamp has to change, and a
        // read of what is not cached succeeds if the disk is very fast.
        String file = args.text("aio_fildes", "");
        boolean mayNowait = !program.direct.contains(file) && !program.cold.contains(file);
        if (dice.rarely(5)) {
            String flags = dice.pick(
                    "8", "16", "24", "1", "1073741824", dice.rarely(SYNCS_RARELY) ? "2" : "8");
            put(args, "aio_rw_flags", mayNowait ? flags : dice.pick("16", "1", "1073741824"));
        }
        if (dice.rarely(12)) {
            put(args, "aio_flags", "2", "aio_reqprio", dice.pick("0", "16388", "24576", "-1", "5"));
        }
    }

    /** What really syncs waits for the disk, so it is rare. */
    private void syncOrRefused(Json.Obj args) {
        put(args, "aio_lio_opcode", dice.pick("FSYNC", "FDSYNC"), "aio_fildes", file());
        if (program.mayFill || !dice.rarely(SYNCS_RARELY)) {
            put(args, dice.pick("aio_buf", "aio_nbytes", "aio_offset", "aio_rw_flags"), "1");
        }
    }

    private void poll(Json.Obj args) {
        String file = file();
        put(
                args,
                "aio_lio_opcode",
                "POLL",
                "aio_fildes",
                file,
                "poll_events",
                dice.pick(POLL_MASKS));
        program.polled.add(file);
        if (dice.rarely(10)) {
            put(args, dice.pick("aio_nbytes", "aio_offset", "aio_rw_flags"), "1");
        }
    }

    private void spoil(Json.Obj args) {
        switch (dice.upTo(6)) {
            case 0 -> put(args, "aio_reserved2", "1");
            case 1 -> put(args, "aio_nbytes", "18446744073709551615");
            case 2 -> put(args, "aio_flags", "1", "aio_resfd", dice.pick("777", "f0"));
            case 3 -> put(args, "aio_key", "7");
            case 4 -> put(args, "aio_flags", dice.pick("4", "4294967292"));
            default -> put(args, "aio_fildes", dice.pick("-1", "999"));
        }
    }
}
