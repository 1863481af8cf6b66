package dev.kiosim.cli.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.cli.trace.TraceEvents.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChromeTraceTest {
    @TempDir
    Path folder;

    private TraceEvents trace(String scenario, String... options) throws IOException {
        return TraceEvents.of(TracedRun.of(folder, scenario, options).json());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "first-read",
                "classic-ring",
                "ring-overflow",
                "attribute-unknown",
                "sequential-bypass",
                "fsync-heavy",
                "trace-one-read",
                "trace-flight-recorder",
                TracedRun.SHARED_CPU,
                TracedRun.PAGE_CACHE
            })
    void a_viewer_can_draw_everything(String scenario) throws IOException {
        TraceEvents events = trace(scenario);
        events.check();
        assertThat(events.all()).hasSizeGreaterThan(20);
    }

    @Test
    void costs_of_zero_break_nothing() throws IOException {
        trace("ring-overflow", "--set", "machine.costs=free").check();
    }

    @Test
    void a_system_call_is_a_slice_on_the_line_of_its_task_and_of_its_cpu() throws IOException {
        TraceEvents events = trace("trace-one-read");
        assertThat(lineOf(events, "reader", "io_submit2")).hasSize(1);
        assertThat(lineOf(events, "CPU 0", "io_submit2")).hasSize(1);
        assertThat(lineOf(events, "CPU 0", "reader")).hasSize(2); // before and after its sleep
        assertThat(lineOf(events, "CPU 0", "io_getevents2")).hasSize(2);
        assertThat(lineOf(events, "reader", "io_getevents2")).hasSize(1);
        assertThat(lineOf(events, "reader", "sleeping")).hasSize(1);
    }

    private static List<Event> lineOf(TraceEvents events, String line, String slice) {
        long tid = events.of('M').stream()
                .filter(event -> event.name().equals("thread_name"))
                .filter(event -> event.args().get("name").equals(line))
                .findFirst()
                .orElseThrow()
                .tid();
        return events.of('B').stream()
                .filter(event -> event.tid() == tid && event.name().equals(slice))
                .toList();
    }

    @Test
    void the_arrow_of_a_read_leads_from_submission_to_completion_to_reaping() throws IOException {
        TraceEvents events = trace("trace-one-read");
        List<Event> arrow = events.all().stream()
                .filter(event -> event.cat().equals("flow"))
                .toList();
        assertThat(arrow).extracting(Event::ph).containsExactly("s", "t", "f");
        assertThat(arrow.get(0).line()).isEqualTo(arrow.get(2).line());
        assertThat(arrow.get(1).line()).isNotEqualTo(arrow.get(0).line());
        assertThat(arrow).extracting(Event::ts).isSorted();
    }

    @Test
    void the_span_of_a_request_is_as_long_as_its_latency() throws IOException {
        TraceEvents events = trace("trace-one-read");
        List<Event> span = events.all().stream()
                .filter(event -> event.cat().equals("aio") && "be".contains(event.ph()))
                .toList();
        String latencyNanos = events.of('n').stream()
                .filter(event -> event.name().equals("aio_complete"))
                .findFirst()
                .orElseThrow()
                .args()
                .get("latency_ns");
        assertThat(span.get(1).ts().subtract(span.get(0).ts()).movePointRight(3).longValueExact())
                .isEqualTo(Long.parseLong(latencyNanos));
    }

    @Test
    void the_disk_seeks_waits_and_transfers_on_a_line_of_its_own() throws IOException {
        assertThat(trace("trace-one-read").slices())
                .containsSubsequence("disk_seek", "disk_rotate", "disk_transfer");
    }

    @Test
    void a_request_goes_through_queue_scheduler_and_drive() throws IOException {
        List<String> phases = trace("trace-one-read").of('b').stream()
                .filter(event -> event.cat().equals("block") && event.pid() == 10)
                .map(Event::name)
                .toList();
        assertThat(phases).containsExactly("RS 2713536 + 8", "queue", "scheduler", "drive");
    }

    @Test
    void an_event_that_overflows_waits_on_the_list_and_then_in_the_ring() throws IOException {
        List<Event> spans = trace("ring-overflow").of('b');
        assertThat(spans).extracting(Event::name).contains("on the overflow list", "in the ring");
    }

    @Test
    void counters_tell_queue_depth_fill_of_the_ring_and_dirty_data() throws IOException {
        assertThat(trace("ring-overflow").of('C'))
                .extracting(Event::name)
                .contains("block_queue_depth", "aio_ring_fill c0");
        TraceEvents writeback =
                trace("writeback", "--set", "processes.writer.workload.number_ios=100");
        assertThat(writeback.of('C')).extracting(Event::name).contains("bcache_dirty_data");
        assertThat(trace(TracedRun.PAGE_CACHE).of('C'))
                .extracting(Event::name)
                .contains("page_cache_pages");
    }

    @Test
    void what_the_flight_recorder_lost_is_told_in_the_file() throws IOException {
        String json = TracedRun.of(folder, "trace-flight-recorder").json();
        assertThat(json).containsPattern("\"lost_records\":\"[1-9][0-9]{4,}\"");
    }

    @Test
    void the_same_run_gives_the_same_bytes() throws IOException {
        String json = TracedRun.of(folder, "ring-overflow").json();
        assertThat(TracedRun.of(folder, "ring-overflow").json()).isEqualTo(json);
    }

    @Test
    void every_record_of_a_layer_is_seen_in_the_file() throws IOException {
        TracedRun run = TracedRun.of(folder, "trace-one-read");
        Map<String, Integer> seen = TracedRun.countWords(run.json());
        assertThat(seen).containsKeys("bcache_request_start", "bcache_cache_insert", "bcache_read");
        assertThat(seen.get("disk_seek")).isEqualTo(1);
        assertThat(Files.readString(run.summary(), UTF_8)).contains("lost 0");
    }
}
