package dev.kiosim.oracle;

import dev.kiosim.engine.RandomStream;
import dev.kiosim.scenarios.conformance.Json;
import java.util.List;

/** The iocbs of a random program: mostly sensible, some wrong in one or two fields. */
final class Iocbs {
    private static final String[] POLL_MASKS = {
        "0", "1", "2", "4", "5", "8", "16", "64", "256", "321", "8192", "65535"
    };

    private static final int SYNCS_RARELY = 12;

    private final RandomStream random;
    private final Programs program;
    private int count;

    Iocbs(RandomStream random, Programs program) {
        this.random = random;
        this.program = program;
    }

    int count() {
        return count;
    }

    private String pick(String... words) {
        return words[random.nextInt(words.length)];
    }

    private String pick(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }

    private boolean isHeads() {
        return random.nextInt(2) == 0;
    }

    private boolean rarely(int of) {
        return random.nextInt(of) == 0;
    }

    /** One that was made before. */
    String any() {
        return count == 0 ? add() : "a" + random.nextInt(count);
    }

    /** A new one, of any kind. */
    String add() {
        String name = "a" + count++;
        Json.Obj args = Programs.args("iocb", name, "aio_data", Integer.toString(1000 + count));
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> transfer(args, pick("PREAD", "PREAD", "PWRITE"));
            case 4, 5 -> vectored(args);
            case 6 -> syncOrRefused(args);
            case 7, 8 -> poll(args);
            default -> transfer(args, pick("PREAD", "PWRITE", "4", "6", "9", "255", "65535"));
        }
        // A poll of an eventfd that signals one is completed by a worker, nobody knows when.
        boolean isEventfd = program.eventfds.contains(args.text("aio_fildes", ""));
        if (!program.eventfds.isEmpty() && !isEventfd && rarely(3)) {
            put(args, "aio_flags", "1");
            put(args, "aio_resfd", pick(program.eventfds));
        }
        if (rarely(6)) {
            spoil(args);
        }
        program.add("iocb", args);
        return name;
    }

    /** A new one that completes inside io_submit, or never: it can be submitted by the hundred. */
    String addQuick() {
        String name = "a" + count++;
        String data = Integer.toString(1000 + count);
        if (program.files.stream().anyMatch(file -> file.endsWith(".r")) && isHeads()) {
            String end = program.files.stream()
                    .filter(file -> file.endsWith(".r"))
                    .findFirst()
                    .orElseThrow();
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
        if (rarely(12)) {
            return program.eventfds.isEmpty() ? "-1" : pick(program.eventfds);
        }
        return rarely(30) ? pick("-1", "9999") : pick(program.files);
    }

    /** A place in a buffer. */
    String buffer() {
        if (rarely(20)) {
            return pick("NULL", "BADPTR", "KERNEL_PTR", "MINUS1");
        }
        String shift = pick("", "", "", "", "+512", "+1", "+256", "+4095", "+4096");
        String buffer = pick(program.buffers);
        return shift.equals("+4096") ? buffer + "+3584" : buffer + shift;
    }

    /** A place in the buffer for direct IO. */
    String safeBuffer() {
        String shift = pick("", "", "", "", "+512", "+1", "+256", "+4095", "+4096", "+8192");
        return Programs.SAFE_BUFFER + shift;
    }

    /** A place in the buffer for direct IO that is a multiple of the logical block. */
    String alignedBuffer() {
        return Programs.SAFE_BUFFER + pick("", "+512", "+4096", "+8192", "+12800");
    }

    /** A buffer for IO on that file. */
    private String bufferFor(String file) {
        if (!program.direct.contains(file)) {
            return buffer();
        }
        return rarely(20) ? pick("NULL", "BADPTR", "KERNEL_PTR", "MINUS1") : safeBuffer();
    }

    /** A length that mostly fits. */
    String length() {
        return pick("512", "512", "1024", "4096", "4096", "0", "1", "100", "513", "8192", "8");
    }

    private String offset() {
        return pick(
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
                rarely(4) ? offset() : pick("0", "512"));
        flags(args);
    }

    private void vectored(Json.Obj args) {
        String file = file();
        put(
                args,
                "aio_lio_opcode",
                pick("PREADV", "PWRITEV"),
                "aio_fildes",
                file,
                "aio_buf",
                rarely(15) ? pick("NULL", "BADPTR", "KERNEL_PTR") : arrayFor(file),
                "aio_nbytes",
                pick("1", "1", "2", "3", "0", "1025", "4294967296"),
                "aio_offset",
                rarely(4) ? offset() : "0");
        flags(args);
    }

    private String arrayFor(String file) {
        if (program.direct.contains(file)) {
            return pick(program.safeIovecs);
        }
        return program.iovecs.isEmpty() ? buffer() : pick(program.iovecs);
    }

    private void flags(Json.Obj args) {
        // With NOWAIT a direct write is refused whenever the file's time stamp has to change, and a
        // read of what is not cached succeeds if the disk is very fast.
        String file = args.text("aio_fildes", "");
        boolean mayNowait = !program.direct.contains(file) && !program.cold.contains(file);
        if (rarely(5)) {
            String flags =
                    pick("8", "16", "24", "1", "1073741824", rarely(SYNCS_RARELY) ? "2" : "8");
            put(args, "aio_rw_flags", mayNowait ? flags : pick("16", "1", "1073741824"));
        }
        if (rarely(12)) {
            put(args, "aio_flags", "2", "aio_reqprio", pick("0", "16388", "24576", "-1", "5"));
        }
    }

    /** What really syncs waits for the disk, so it is rare. */
    private void syncOrRefused(Json.Obj args) {
        put(args, "aio_lio_opcode", pick("FSYNC", "FDSYNC"), "aio_fildes", file());
        if (!rarely(SYNCS_RARELY)) {
            put(args, pick("aio_buf", "aio_nbytes", "aio_offset", "aio_rw_flags"), "1");
        }
    }

    private void poll(Json.Obj args) {
        put(args, "aio_lio_opcode", "POLL", "aio_fildes", file(), "poll_events", pick(POLL_MASKS));
        if (rarely(10)) {
            put(args, pick("aio_nbytes", "aio_offset", "aio_rw_flags"), "1");
        }
    }

    private void spoil(Json.Obj args) {
        switch (random.nextInt(6)) {
            case 0 -> put(args, "aio_reserved2", "1");
            case 1 -> put(args, "aio_nbytes", "18446744073709551615");
            case 2 -> put(args, "aio_flags", "1", "aio_resfd", pick("777", "f0"));
            case 3 -> put(args, "aio_key", "7");
            case 4 -> put(args, "aio_flags", pick("4", "4294967292"));
            default -> put(args, "aio_fildes", pick("-1", "999"));
        }
    }
}
