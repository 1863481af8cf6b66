package dev.kiosim.scenarios.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.scenarios.trace.TraceFormat.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FtraceFormatTest {
    private static final String LINE =
            "  postgres-4264 [0] ... 3033.598265: block_bio_queue: 7,0 RA 271424 + 16 [postgres]";

    private final TraceRecord record = new TraceRecord();

    private Outcome parse(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return new FtraceFormat().parse(bytes, 0, bytes.length, record);
    }

    @Test
    void a_bio_is_read_with_its_time_submitter_and_extent() {
        assertThat(parse(LINE)).isEqualTo(Outcome.RECORD);
        assertThat(record.timeNanos).isEqualTo(3_033_598_265_000L);
        assertThat(record.pid).isEqualTo(4264);
        assertThat(record.op).isEqualTo(Bio.Op.READ);
        assertThat(record.flags).isEqualTo(Bio.RAHEAD);
        assertThat(record.sector).isEqualTo(271424);
        assertThat(record.sectorCount).isEqualTo(16);
    }

    @Test
    void an_f_before_the_operation_is_a_preflush_and_one_after_it_is_fua() {
        assertThat(parse(LINE.replace("RA", "FWFSM"))).isEqualTo(Outcome.RECORD);
        assertThat(record.op).isEqualTo(Bio.Op.WRITE);
        assertThat(record.flags).isEqualTo(Bio.PREFLUSH | Bio.FUA | Bio.SYNC | Bio.META);
    }

    @Test
    void an_empty_preflush_is_a_flush() {
        assertThat(parse(LINE.replace("RA 271424 + 16", "FWS 0 + 0"))).isEqualTo(Outcome.RECORD);
        assertThat(record.op).isEqualTo(Bio.Op.FLUSH);
        assertThat(record.sectorCount).isZero();
    }

    @Test
    void a_task_name_may_hold_dashes_and_blanks() {
        assertThat(parse(LINE.replace("postgres-4264", "my odd-task [x]-17")))
                .isEqualTo(Outcome.RECORD);
        assertThat(record.pid).isEqualTo(17);
    }

    @Test
    void other_block_events_are_known_and_passed_over() {
        String issue =
                " ksoft-22 [1] ..s.. 3033.598490: block_rq_complete: 7,0 RA () 271424 + 16 [0]";
        assertThat(parse(issue)).isEqualTo(Outcome.OTHER);
        assertThat(parse("#           TASK-PID     CPU#")).isEqualTo(Outcome.COMMENT);
        assertThat(parse("")).isEqualTo(Outcome.COMMENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pg-4264 [0] ... 3033.598265: block_bio_queue: 7,0 RX 271424 + 16 [pg]",
                "pg-4264 [0] ... 3033.598265: block_bio_queue: 7,0 RA 27x424 + 16 [pg]",
                "pg-4264 [0] ... 3033.598265: block_bio_queue: 7,0 RA 271424 16 [pg]",
                "pg-4264 [0] ... 3033.598265: block_bio_queue: 7,0 R 271424 + 0 [pg]",
                "pg-4264 [0] ... 3033: block_bio_queue: 7,0 RA 271424 + 16 [pg]",
                "pg [0] ... 3033.598265: block_bio_queue: 7,0 RA 271424 + 16 [pg]",
                "pg-4264 [0] ... 3033.598265: sched_switch: prev",
                "pg-4264 [0] ... 3033.598265: block_bio_queue: 7,0 RA 99999999999999999999 + 8 [p]",
                "nonsense"
            })
    void what_is_damaged_is_said_to_be_bad(String line) {
        assertThat(parse(line)).isEqualTo(Outcome.BAD);
    }

    @Test
    void a_reader_counts_every_line_and_reports_the_bad_by_number() throws IOException {
        String text = "# tracer: nop\n" + LINE + "\nbroken\n" + LINE + "\n\n" + LINE;
        List<String> reports = new ArrayList<>();
        try (TraceReader reader = new TraceReader(
                new ByteArrayInputStream(gzip(text)),
                new FtraceFormat(),
                (number, line) -> reports.add(number + " " + line))) {
            int records = 0;
            while (reader.next()) {
                assertThat(reader.name()).isEqualTo("postgres-4264");
                records++;
            }
            assertThat(records).isEqualTo(3);
            assertThat(reader.lines()).isEqualTo(6);
            assertThat(reader.records() + reader.comments() + reader.others() + reader.bad())
                    .isEqualTo(reader.lines());
        }
        assertThat(reports).containsExactly("3 broken");
    }

    @Test
    void lines_longer_than_the_buffer_are_read_whole() throws IOException {
        String text = "#" + "x".repeat(200_000) + "\n" + LINE + "\r\n";
        try (TraceReader reader = new TraceReader(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                new FtraceFormat(),
                (number, line) -> {
                    throw new AssertionError(line);
                })) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.record().sector).isEqualTo(271424);
            assertThat(reader.next()).isFalse();
        }
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
