package dev.kiosim.oracle;

import dev.kiosim.scenarios.conformance.Json;
import java.util.ArrayList;
import java.util.List;

/** What a random program does, one step after the other, with what it has set up. */
final class RandomSteps {
    private final Programs program;
    private final Dice dice;

    RandomSteps(Programs program, Dice dice) {
        this.program = program;
        this.dice = dice;
    }

    /** Adds one step, or a few that belong together. */
    void next() {
        if (program.live.isEmpty()) {
            program.setUp();
        }
        switch (dice.upTo(24)) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> submit();
            case 8, 9, 10, 11 -> reap();
            case 12 -> cancel();
            case 13, 14 -> useEventfd();
            case 15, 16 -> usePipe();
            case 17 -> look();
            case 18 -> storeIntoRing();
            case 19 -> badCall();
            case 20 -> changeMemory();
            case 21 -> fill();
            case 22 -> extend();
            default -> closeOrDestroy();
        }
    }

    private void submit() {
        int count = 1 + (dice.rarely(3) ? dice.upTo(4) : 0);
        List<Json> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean isOld = program.iocbs.count() > 0 && dice.rarely(4);
            names.add(Json.of(isOld ? program.iocbs.any() : program.iocbs.add()));
        }
        if (dice.rarely(20)) {
            names.set(dice.upTo(count), Json.of(badIocb()));
        }
        String nr = dice.rarely(15)
                ? dice.pick("0", "-1", "1", "9223372036854775807", "-9223372036854775808")
                : Integer.toString(count);
        if (nr.equals("9223372036854775807")) {
            names.add(Json.of("UNMAPPED_SLOT"));
        }
        program.add(
                "io_submit",
                Programs.args("ctx", context(), "nr", nr).put("iocbpp", new Json.Array(names)));
    }

    private String badIocb() {
        return dice.pick(
                "NULL",
                "BADPTR",
                "KERNEL_PTR",
                "MINUS1",
                "HALF_UNMAPPED",
                "READONLY copy of " + program.iocbs.any(),
                "unaligned copy of " + program.iocbs.any());
    }

    private String context() {
        return dice.rarely(40)
                ? dice.pick("ZERO", "ALL_ONES", "UNMAPPED", "c0x")
                : dice.pick(program.contexts);
    }

    private void reap() {
        String ctx = context();
        if (dice.rarely(4)) {
            program.add(
                    "user_reap",
                    "ctx",
                    dice.pick(program.live),
                    "max",
                    dice.pick("1", "2", "1000"));
            return;
        }
        String min = dice.pick("0", "0", "0", "1", "2", "-1", "9");
        String nr = dice.pick("1", "2", "8", "1000", "1000", "0", "-1");
        String room = dice.pick("ok", "ok", "ok", "ok", "ok", "room:1", "room:2", "NULL", "BADPTR");
        String call = dice.rarely(5) ? "io_pgetevents" : "io_getevents";
        program.add(
                call,
                "ctx",
                ctx,
                "min_nr",
                min,
                "nr",
                nr,
                "timeout",
                dice.rarely(30) ? "BADPTR" : "0:0",
                "events",
                room);
    }

    private void cancel() {
        if (program.mayFill) {
            reap(); // which CPU a worker gives the slot back to is not fixed
            return;
        }
        String iocb = program.iocbs.count() == 0 || dice.rarely(8)
                ? dice.pick("NULL", "BADPTR")
                : program.iocbs.any();
        program.add(
                "io_cancel",
                "ctx",
                context(),
                "iocb",
                iocb,
                "result",
                dice.pick("ok", "NULL", "BADPTR"));
    }

    private void useEventfd() {
        if (program.eventfds.isEmpty()) {
            program.addEventfd();
        }
        String fd = dice.pick(program.eventfds);
        switch (dice.upTo(4)) {
            case 0 ->
                program.add(
                        "eventfd_write",
                        "fd",
                        fd,
                        "value",
                        dice.pick("1", "3", "0", "18446744073709551614", "18446744073709551615"));
            case 1 -> program.add("poll2", "fd", fd);
            default -> program.add("eventfd_read", "fd", fd);
        }
    }

    private void usePipe() {
        String pipe = program.files.stream()
                .filter(name -> name.endsWith(".r"))
                .findFirst()
                .orElse("");
        if (pipe.isEmpty()) {
            program.addPipe();
            return;
        }
        String name = pipe.substring(0, pipe.length() - 2);
        String bytes = dice.pick("1", "8", "100", "4096", "60000");
        if (dice.isHeads()) {
            program.add("write", "fd", name + ".w", "bytes", bytes);
        } else {
            program.add("read", "fd", name + ".r", "bytes", bytes);
        }
    }

    private void look() {
        switch (dice.upTo(4)) {
            case 0 ->
                program.add(
                        "read_ring_slot",
                        "ctx",
                        dice.pick(program.live),
                        "slot",
                        dice.pick("0", "1", "2", "5"));
            case 1 -> program.add("lseek_cur", "fd", dice.pick(program.files));
            case 2 ->
                program.add(
                        "buffer_bytes",
                        "buf",
                        dice.pick(program.buffers),
                        "offset",
                        dice.pick("0", "512"));
            default -> {
                if (program.iocbs.count() > 0) {
                    program.add("read_iocb_key", "iocb", program.iocbs.any());
                }
            }
        }
    }

    private void storeIntoRing() {
        String field =
                dice.pick("head", "head", "id", "nr", "magic", "header_length", "compat_features");
        String value = field.equals("id")
                ? dice.pick("0", "1", "2", "77", "4294967295")
                : field.equals("nr")
                        ? dice.pick("1", "127", "500")
                        : dice.pick("0", "1", "2", "5", "120");
        program.add(
                "user_store_ring", "ctx", dice.pick(program.live), "field", field, "value", value);
    }

    private void badCall() {
        switch (dice.upTo(5)) {
            case 0 ->
                program.add(
                        "io_setup",
                        "ctx",
                        "cx",
                        "nr_events",
                        dice.pick("0", "65537", "4194305", "2147483648", "4294967295"),
                        "ctxp_value",
                        dice.pick("0", "1"));
            case 1 ->
                program.add(
                        "io_setup",
                        "ctx",
                        "cx",
                        "nr_events",
                        dice.pick("1", "0"),
                        "ctxp",
                        dice.pick("NULL", "BADPTR", "KERNEL_PTR", "READONLY_PAGE"));
            case 2 ->
                program.add("io_destroy", "ctx", dice.pick("ZERO", "ALL_ONES", "UNMAPPED", "c0x"));
            case 3 ->
                program.add(
                        "io_submit",
                        "ctx",
                        context(),
                        "nr",
                        dice.pick("0", "1", "-1"),
                        "iocbpp",
                        dice.pick("NULL", "BADPTR", "MINUS1", "KERNEL_PTR"));
            default ->
                program.add(
                        "io_cancel",
                        "ctx",
                        "ZERO",
                        "iocb",
                        dice.pick("NULL", "BADPTR"),
                        "result",
                        "NULL");
        }
    }

    private void changeMemory() {
        String buffer = dice.pick(program.buffers);
        switch (dice.upTo(4)) {
            case 0 -> {
                program.add("munmap", "buf", buffer, "from", "4096");
                program.holed.add(buffer);
            }
            case 1, 2 -> {
                if (!program.holed.contains(buffer)) {
                    String prot = dice.pick("PROT_READ", "PROT_READ", "PROT_READ|PROT_WRITE");
                    program.add("mprotect", "buf", buffer, "prot", prot);
                }
            }
            default -> program.addBuffer();
        }
    }

    /** Takes slots until there are none, sometimes on another CPU. */
    private void fill() {
        if (!program.mayFill) {
            submit();
            return;
        }
        if (dice.rarely(3)) {
            program.add("run_on_cpu", "cpu", dice.pick("0", "1"));
        }
        program.add(
                "io_submit_repeat",
                "ctx",
                dice.pick(program.contexts),
                "iocb",
                program.iocbs.addQuick(),
                "max_total",
                dice.pick("3", "50", "300"),
                "per_call",
                dice.pick("1", "7", "100"));
        if (dice.isHeads()) {
            program.add(
                    "user_reap",
                    "ctx",
                    dice.pick(program.live),
                    "max",
                    dice.pick("1", "40", "1000"));
        }
    }

    private void extend() {
        switch (dice.upTo(5)) {
            case 0 -> program.setUp();
            case 1 -> program.openFile();
            case 2 -> program.addPipe();
            case 3 -> program.addIovec();
            default -> program.addEventfd();
        }
    }

    private void closeOrDestroy() {
        if (dice.rarely(Programs.DESTROYS_RARELY)) {
            String ctx = dice.pick(program.contexts);
            program.add("io_destroy", "ctx", ctx);
            program.live.remove(ctx);
        } else if (dice.rarely(3)) {
            closePipeEnd();
        }
    }

    /** Closes a descriptor that is never opened again: numbers are not used twice. */
    private void closePipeEnd() {
        for (String name : program.files) {
            // An end that a poll holds is closed some time after the poll has ended.
            if (!program.polled.contains(name)
                    && !program.mayFill
                    && name.endsWith(dice.isHeads() ? ".w" : ".r")) {
                program.add("close", "fd", name);
                program.files.remove(name);
                return;
            }
        }
    }
}
