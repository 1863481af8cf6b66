package dev.kiosim.scenarios.program;

import dev.kiosim.block.StatSink;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.aio.AioRingV2View;
import dev.kiosim.kernel.aio.AioRingView;
import dev.kiosim.memory.AddressSpace;
import java.util.List;
import java.util.Map;

/** Pictures of a lesson's state, for people. */
final class Pictures {
    private static final int WIDTH = 64;

    private Pictures() {}

    /**
     * Pictures of {@code what} (ring, overflow, cache, task), of the thing called {@code of} or of
     * all.
     */
    static String of(Lesson lesson, List<String> what, String of) {
        StringBuilder text = new StringBuilder();
        for (String word : what) {
            switch (word) {
                case "ring", "overflow" -> rings(lesson, of, text);
                case "cache" -> devices(lesson, of, text);
                default -> tasks(lesson, text);
            }
        }
        return text.toString();
    }

    private static void rings(Lesson lesson, String of, StringBuilder text) {
        for (Map.Entry<String, Long> context : lesson.contexts().entrySet()) {
            AddressSpace memory = lesson.memory();
            if (!of.isEmpty() && !of.equals(context.getKey())) {
                continue;
            }
            text.append("\n  ").append(context.getKey()).append(": ");
            if (!memory.isReadable(context.getValue(), AioRingV2View.SIZE_BYTES)) {
                text.append("its ring is not mapped");
            } else if (memory.getInt(context.getValue()) == AioRingV2View.MAGIC) {
                newRing(new AioRingV2View().wrap(memory, context.getValue()), text);
            } else {
                classicRing(new AioRingView().wrap(memory, context.getValue()), text);
            }
        }
    }

    private static void classicRing(AioRingView ring, StringBuilder text) {
        long filled = Math.floorMod(ring.tail() - ring.head(), ring.nr());
        text.append("nr ").append(ring.nr()).append(", head ").append(ring.head());
        text.append(", tail ")
                .append(ring.tail())
                .append(", ")
                .append(filled)
                .append(" waiting\n  ");
        bar(ring.head(), filled, ring.nr(), text);
    }

    private static void newRing(AioRingV2View ring, StringBuilder text) {
        int filled = ring.tail() - ring.head();
        int mask = ring.ringBytes() - 1;
        text.append(ring.ringBytes())
                .append(" bytes, head ")
                .append(Integer.toUnsignedString(ring.head()));
        text.append(", tail ").append(Integer.toUnsignedString(ring.tail()));
        text.append(", ").append(filled).append(" bytes waiting, overflow_count ");
        text.append(Integer.toUnsignedString(ring.overflowCount()));
        text.append(", flags ").append(ring.flags()).append("\n  ");
        bar(ring.head() & mask, filled, ring.ringBytes(), text);
    }

    /** A ring unrolled: {@code #} where events wait. */
    private static void bar(long from, long filled, long size, StringBuilder text) {
        text.append('[');
        for (int i = 0; i < WIDTH; i++) {
            long low = i * size / WIDTH;
            long high = Math.max(low + 1, (i + 1) * size / WIDTH);
            boolean waits = Math.floorMod(low - from, size) < filled
                    || filled > 0 && Math.floorMod(from - low, size) < high - low;
            text.append(waits ? '#' : '.');
        }
        text.append(']');
    }

    private static void devices(Lesson lesson, String of, StringBuilder text) {
        lesson.devices().forEach((name, device) -> {
            if (!of.isEmpty() && !of.equals(name)) {
                return;
            }
            String picture = device.picture();
            if (!picture.isEmpty()) {
                text.append("\n  ").append(picture.strip().replace("\n", "\n  "));
            } else {
                text.append("\n  ").append(name).append(':');
                StatSink sink = (counter, value) ->
                        text.append(' ').append(counter).append('=').append(value);
                device.stats(sink);
            }
        });
    }

    private static void tasks(Lesson lesson, StringBuilder text) {
        for (Task task : lesson.task().kernel().tasks()) {
            text.append("\n  ").append(task).append(": ").append(task.state());
            text.append(" on cpu ").append(task.cpu().number());
            text.append(", ").append(task.cpuNanos()).append(" ns of CPU time");
        }
    }
}
