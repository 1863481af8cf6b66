package dev.kiosim.scenarios.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.devices.untimed.CacheCounts;
import dev.kiosim.devices.untimed.UntimedCache;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CacheReplayTest {
    private final Recorder cache = new Recorder();
    private final CacheReplay replay = new CacheReplay(List.of(cache));

    /** Remembers what it was asked. */
    private static final class Recorder implements UntimedCache {
        private final CacheCounts counts = new CacheCounts();
        private final List<String> asked = new ArrayList<>();
        private int prefetched;

        @Override
        public void request(Bio bio, long nowNanos) {
            asked.add(bio.op + " " + bio.sector + "+" + bio.sectorCount + " task " + bio.taskId
                    + " at " + nowNanos);
        }

        @Override
        public void prefetch(Bio[] bios, int count) {
            prefetched += count;
        }

        @Override
        public CacheCounts counts() {
            return counts;
        }
    }

    private void replay(String... lines) throws IOException {
        String text = String.join("\n", lines) + "\n";
        replay.beginTrace();
        try (TraceReader reader = new TraceReader(
                new ByteArrayInputStream(text.getBytes(UTF_8)),
                new FtraceFormat(),
                (number, bad) -> {})) {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = replay.advance(reader);
            }
        }
    }

    private static String line(int pid, String time, String what) {
        return "  task-%d  [000] .....  %s: block_bio_queue: 7,0 %s [task]"
                .formatted(pid, time, what);
    }

    @Test
    void threads_get_small_numbers_and_traces_one_clock() throws IOException {
        replay(line(4000, "1.000000", "R 8 + 8"), line(17, "1.000002", "FF 0 + 0"));
        replay(line(4000, "0.000001", "D 16 + 8"));
        assertThat(cache.asked)
                .containsExactly(
                        "READ 8+8 task 0 at 1000000000",
                        "FLUSH 0+0 task 1 at 1000002000",
                        "DISCARD 16+8 task 0 at 1000003000");
        assertThat(replay.requests()).isEqualTo(3);
    }

    @Test
    void all_of_a_long_trace_are_prefetched_and_requested_in_order() throws IOException {
        String[] lines = new String[100];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = line(i, "1.000000", "R " + i * 8 + " + 8");
        }
        replay(lines);
        assertThat(cache.prefetched).isEqualTo(100);
        assertThat(cache.asked).hasSize(100);
        assertThat(cache.asked.get(99)).isEqualTo("READ 792+8 task 99 at 1000000000");
    }

    @Test
    void what_lies_beyond_every_device_is_passed_over_and_counted() throws IOException {
        replay(line(1, "1.000000", "R 1099511627776 + 8"), line(1, "1.000000", "R 8 + 8"));
        assertThat(cache.asked).hasSize(1);
        assertThat(replay.beyond()).isEqualTo(1);
    }
}
