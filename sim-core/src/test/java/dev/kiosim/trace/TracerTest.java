package dev.kiosim.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosim.engine.Engine;
import dev.kiosim.engine.InvariantViolation;
import dev.kiosim.engine.RandomStream;
import dev.kiosim.trace.TraceConfig.Mode;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracerTest {
    private static final int BUFFER = 4 << 10;
    private static final int WAKEUP_BYTES = 32; // a header of 24, one field

    private final Engine engine = new Engine(1);
    private final Running running = new Running();

    /** Whose code runs, as the test says. */
    private static final class Running implements TraceContext {
        private int cpu;
        private int task;

        @Override
        public int cpu() {
            return cpu;
        }

        @Override
        public int task() {
            return task;
        }
    }

    private CollectedTrace trace(Mode mode, String... events) {
        CollectedTrace trace =
                CollectedTrace.with(engine, new TraceConfig(mode, BUFFER, List.of(events)));
        trace.tracer().runsIn(running);
        return trace;
    }

    private void wakeups(CollectedTrace trace, int count) {
        for (int i = 0; i < count; i++) {
            trace.tracer().report(KernelTracepoint.SCHED_WAKEUP, i);
        }
    }

    @Test
    void a_record_tells_when_where_who_what_and_its_fields() {
        CollectedTrace trace = trace(Mode.FLIGHT_RECORDER);
        engine.runUntil(75);
        running.cpu = 3;
        running.task = 42;
        trace.tracer().report(KernelTracepoint.SCHED_RUN, 7, 3, -1);
        assertThat(trace.records())
                .containsExactly(new CollectedTrace.Seen(
                        75, 3, 42, 0, KernelTracepoint.SCHED_RUN, List.of(7L, 3L, -1L)));
    }

    @Test
    void records_of_all_cpus_come_in_the_order_in_which_they_were_written() {
        CollectedTrace trace = trace(Mode.FLIGHT_RECORDER);
        for (int i = 0; i < 60; i++) {
            running.cpu = i * 7 % 5;
            trace.tracer().report(KernelTracepoint.SCHED_WAKEUP, i);
        }
        assertThat(trace.records())
                .extracting(seen -> seen.fields().get(0))
                .containsExactlyElementsOf(LongStream.range(0, 60).boxed().toList());
    }

    @Test
    void a_reader_that_comes_in_time_misses_nothing() {
        CollectedTrace trace = trace(Mode.STREAM);
        wakeups(trace, 10_000);
        assertThat(trace.read()).hasSizeBetween(9_872, 9_999);
        assertThat(trace.records()).hasSize(10_000);
        assertThat(trace.tracer().lost()).isZero();
    }

    @Test
    void a_flight_recorder_keeps_the_newest_and_counts_the_others() {
        CollectedTrace trace = trace(Mode.FLIGHT_RECORDER);
        wakeups(trace, 1_000);
        int kept = BUFFER / WAKEUP_BYTES;
        assertThat(trace.read()).isEmpty();
        assertThat(trace.tracer().written()).isEqualTo(1_000);
        assertThat(trace.tracer().lost()).isEqualTo(1_000 - kept);
        assertThat(trace.records())
                .extracting(seen -> seen.fields().get(0))
                .containsExactlyElementsOf(
                        LongStream.range(1_000 - kept, 1_000).boxed().toList());
    }

    @Test
    void a_busy_cpu_does_not_overwrite_what_another_wrote() {
        CollectedTrace trace = trace(Mode.FLIGHT_RECORDER);
        running.cpu = 1;
        trace.tracer().report(KernelTracepoint.SCHED_WAKEUP, 77);
        running.cpu = 0;
        wakeups(trace, 1_000);
        assertThat(trace.records().get(0).fields()).containsExactly(77L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void what_was_written_was_read_or_lost(long seed) {
        RandomStream random = RandomStream.named(seed, "tracer");
        CollectedTrace trace = trace(Mode.FLIGHT_RECORDER);
        KernelTracepoint[] points = KernelTracepoint.values();
        for (int i = 0; i < 5_000; i++) {
            running.cpu = random.nextInt(3);
            KernelTracepoint point = points[random.nextInt(points.length)];
            trace.tracer().report(point, i, i, i, i, i, i, i);
        }
        long lost = trace.tracer().lost();
        List<CollectedTrace.Seen> kept = trace.records();
        assertThat(lost).as("seed %d", seed).isPositive();
        assertThat(lost + kept.size()).as("seed %d", seed).isEqualTo(5_000);
        assertThat(kept).allSatisfy(record -> {
            assertThat(record.fields()).hasSameSizeAs(record.point().fields());
            assertThat(record.fields()).containsOnly(record.sequence());
        });
        assertThat(kept).extracting(CollectedTrace.Seen::sequence).isSorted();
    }

    @Test
    void only_the_layers_and_tracepoints_that_were_asked_for_are_written() {
        CollectedTrace trace = trace(Mode.FLIGHT_RECORDER, "irq", "sched_run");
        for (KernelTracepoint point : KernelTracepoint.values()) {
            trace.tracer().report(point);
        }
        assertThat(trace.records())
                .extracting(CollectedTrace.Seen::point)
                .containsExactly(
                        KernelTracepoint.SCHED_RUN,
                        KernelTracepoint.IRQ_RAISE,
                        KernelTracepoint.SOFTIRQ);
        assertThat(trace.tracer().hits(KernelTracepoint.SCHED_RUN)).isOne();
        assertThat(trace.tracer().hits(KernelTracepoint.SCHED_LEAVE)).isZero();
    }

    @Test
    void a_tracer_that_is_off_writes_nothing() {
        Tracer.NONE.report(KernelTracepoint.SCHED_WAKEUP, 1);
        assertThat(Tracer.NONE.isOn()).isFalse();
        assertThat(Tracer.NONE.written()).isZero();
    }

    @Test
    void no_two_tracepoints_share_a_name_or_a_code() {
        Tracepoint point = KernelTracepoint.SYS_ENTER;
        assertThatThrownBy(() -> new TraceTable(List.of(point, point)))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("sys_enter");
    }
}
