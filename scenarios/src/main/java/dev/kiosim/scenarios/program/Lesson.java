package dev.kiosim.scenarios.program;

import dev.kiosim.block.BlockDevice;
import dev.kiosim.config.ConfigException;
import dev.kiosim.config.Settings;
import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Operation;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.memory.Pages;
import dev.kiosim.memory.Sharing;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a lesson has set up so far: the names it gave, and where they point. */
final class Lesson {
    /** In user space, and never mapped. */
    static final long BAD_POINTER = 0x10000L;
    /** In the kernel's half. */
    static final long KERNEL_POINTER = 0xffff888000000000L;

    private Task task;
    private final LessonWorld world;
    private final Map<String, Long> addresses = new LinkedHashMap<>();
    private final Map<String, Long> values = new LinkedHashMap<>();
    private final Map<String, Long> lengths = new LinkedHashMap<>();
    private final Map<String, Long> contexts = new LinkedHashMap<>();
    private final Map<String, Integer> descriptors = new LinkedHashMap<>();
    private final Map<String, Long> lists = new LinkedHashMap<>();
    private final LessonProgram.Listener listener;
    private long scratch;
    private long readOnlyPage;

    Lesson(Task task, LessonWorld world, LessonProgram.Listener listener) {
        this.task = task;
        this.world = world;
        this.listener = listener;
    }

    /** Takes over all names of {@code other}, which lives in the same process. */
    Lesson knowing(Lesson other) {
        addresses.putAll(other.addresses);
        lengths.putAll(other.lengths);
        contexts.putAll(other.contexts);
        descriptors.putAll(other.descriptors);
        lists.putAll(other.lists);
        return this;
    }

    /** Adds what its names stand for. */
    void addState(StateHash hash) {
        addresses.values().forEach(hash::add);
        contexts.values().forEach(hash::add);
        descriptors.values().forEach(hash::add);
        hash.add(scratch).add(readOnlyPage);
    }

    /** The program has taken an event: its {@code data} and {@code res}. */
    void delivered(long data, long res) {
        listener.delivered(task, data, res);
    }

    /** The task that carries the program at the moment: syslets change it. */
    Task task() {
        return task;
    }

    /** The program goes on in {@code carrier}. */
    void goesOnIn(Task carrier) {
        task = carrier;
    }

    AddressSpace memory() {
        return task.memory();
    }

    OpenFile open(String name, int flags) {
        return world.open(name, flags);
    }

    /** The devices of the machine, by name. */
    Map<String, BlockDevice> devices() {
        return world.devices();
    }

    /** Fills in the system call called {@code name}. */
    Operation call(String name, long... args) {
        long[] a = java.util.Arrays.copyOf(args, 6);
        int number = task.kernel().syscalls().number(name);
        return task.operation().syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
    }

    /** A page of the lesson's own, for pointers that a step needs and does not name. */
    long scratch() {
        if (scratch == 0) {
            scratch = memory().map(AddressSpace.PAGE_BYTES);
        }
        return scratch;
    }

    // Names

    void nameAddress(String name, long address, long bytes) {
        addresses.put(name, address);
        lengths.put(name, bytes);
    }

    void nameContext(String name, long context) {
        contexts.put(name, context);
    }

    void nameDescriptor(String name, int fd) {
        descriptors.put(name, fd);
    }

    void nameValue(String name, long value) {
        values.put(name, value);
    }

    void nameList(String name, long head) {
        nameAddress(name, head, Long.BYTES);
        lists.put(name, head);
    }

    /** Completion lists in user memory: addresses of their heads. */
    Map<String, Long> lists() {
        return lists;
    }

    /** Bytes of what {@code name} points to. */
    long lengthOf(String name) {
        return lengths.getOrDefault(name, 0L);
    }

    /** The name of what lies at {@code address}; the number if nothing does. */
    String nameAt(long address) {
        for (Map.Entry<String, Long> entry : addresses.entrySet()) {
            if (entry.getValue() == address) {
                return entry.getKey();
            }
        }
        return "0x" + Long.toHexString(address);
    }

    /** Names of the contexts that were set up. */
    Map<String, Long> contexts() {
        return contexts;
    }

    /** A context: one that was set up, or one of the words for those that do not exist. */
    long context(Settings step, String key) {
        String text = step.text(key);
        Long context = contexts.get(text);
        if (context != null) {
            return context;
        }
        return switch (text) {
            case "ZERO" -> 0;
            case "ALL_ONES" -> -1;
            case "UNMAPPED" -> BAD_POINTER;
            default -> address(step, key);
        };
    }

    /** A descriptor: one that was opened, or a number. */
    int descriptor(Settings step, String key) {
        String text = step.text(key);
        Integer fd = descriptors.get(text);
        Long value = values.get(text);
        return fd != null ? fd : (int) (value != null ? value : number(key, text));
    }

    /** An address: {@code b}, {@code b+512}, a number, or a word such as {@code BADPTR}. */
    long address(Settings step, String key) {
        return address(key, step.text(key));
    }

    /** Whatever a step can work on: a result, a descriptor, a context, an address, a number. */
    long operand(String key, String text) {
        Long value = values.get(text);
        if (value != null) {
            return value;
        }
        Integer fd = descriptors.get(text);
        if (fd != null) {
            return fd;
        }
        Long context = contexts.get(text);
        return context != null ? context : address(key, text);
    }

    /** The address under {@code key}, or {@code otherwise} if nothing is given. */
    long addressOr(Settings step, String key, long otherwise) {
        return step.has(key) ? address(step, key) : otherwise;
    }

    long address(String key, String text) {
        Long word = word(text);
        if (word != null) {
            return word;
        }
        int plus = text.indexOf('+');
        Long base = addresses.get(plus < 0 ? text : text.substring(0, plus));
        if (base == null) {
            return number(key, text);
        }
        return plus < 0 ? base : base + number(key, text.substring(plus + 1));
    }

    private @Nullable Long word(String text) {
        return switch (text) {
            case "NULL" -> 0L;
            case "BADPTR" -> BAD_POINTER;
            case "KERNEL_PTR" -> KERNEL_POINTER;
            case "MINUS1" -> -1L;
            case "READONLY_PAGE" -> readOnlyPage();
            default -> null;
        };
    }

    private long readOnlyPage() {
        if (readOnlyPage == 0) {
            readOnlyPage = memory().map(new Pages(1), AddressSpace.PROT_READ, Sharing.PRIVATE);
        }
        return readOnlyPage;
    }

    private static long number(String key, String text) {
        try {
            return text.startsWith("0x")
                    ? Long.parseUnsignedLong(text.substring(2), 16)
                    : decimal(text);
        } catch (NumberFormatException e) {
            throw new ConfigException(key, text, "a name that an earlier step gave, or a number");
        }
    }

    private static long decimal(String text) {
        return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
    }
}
