package dev.kiosim.block;

import static dev.kiosim.block.FakeDrive.SERVICE_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio.Op;
import dev.kiosim.engine.Engine;
import dev.kiosim.engine.RandomStream;
import dev.kiosim.trace.CollectedTrace;
import dev.kiosim.trace.KernelTracepoint;
import dev.kiosim.trace.Tracepoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestQueueTest {
    private static final Map<Tracepoint, String> LETTERS = Map.of(
            KernelTracepoint.BLOCK_BIO_QUEUE, "Q",
            KernelTracepoint.BLOCK_GETRQ, "G",
            KernelTracepoint.BLOCK_RQ_INSERT, "I",
            KernelTracepoint.BLOCK_RQ_ISSUE, "D",
            KernelTracepoint.BLOCK_RQ_COMPLETE, "C",
            KernelTracepoint.BLOCK_BIO_BACKMERGE, "M",
            KernelTracepoint.BLOCK_BIO_FRONTMERGE, "F",
            KernelTracepoint.BLOCK_PLUG, "P",
            KernelTracepoint.BLOCK_UNPLUG, "U");

    private final Engine engine = new Engine(1);
    private final Plug plug = new Plug();
    private final FakeDrive drive = new FakeDrive(engine);
    private final CollectedTrace trace = CollectedTrace.of(engine);
    private final List<Bio> ended = new ArrayList<>();
    private QueueLimits limits = QueueLimits.MODERN;
    private RequestQueue queue = queue();

    private RequestQueue queue() {
        RequestQueue.Surroundings around =
                new RequestQueue.Surroundings(engine, plug, trace.tracer(), 3);
        return new RequestQueue("sda", around, limits, new ListElevator(), drive);
    }

    /** blktrace's letters with what they are about: a sector, or requests. */
    private List<String> points() {
        return trace.records().stream()
                .filter(record -> LETTERS.containsKey(record.point()))
                .map(record -> LETTERS.get(record.point())
                        + (record.fields().size() > 1 ? record.fields().get(1) : ""))
                .toList();
    }

    private void limit(QueueLimits to) {
        limits = to;
        queue = queue();
    }

    private Bio submit(Op op, int flags, long sector, int sectors) {
        Bio bio = new Bio().prepare(op, flags, sector, sectors, this::end);
        bio.submitTo(queue, engine.nowNanos());
        return bio;
    }

    private Bio read(long sector, int sectors) {
        return submit(Op.READ, 0, sector, sectors);
    }

    private void end(Bio bio) {
        bio.settle(engine.nowNanos());
        ended.add(bio);
    }

    @Test
    void a_lone_bio_goes_straight_through_with_the_tracepoints_of_blktrace() {
        read(8, 8);
        engine.run();
        assertThat(points()).containsExactly("Q8", "G8", "I8", "D8", "C8");
    }

    @Test
    void a_bio_is_never_ended_from_within_submit() {
        read(8, 8);
        read(-1, 8);
        submit(Op.FLUSH, 0, 0, 0);
        assertThat(ended).isEmpty();
        engine.run();
        assertThat(ended).hasSize(3);
    }

    @Test
    void the_receipt_tells_waiting_for_the_scheduler_from_service() {
        Bio first = read(0, 8);
        Bio second = read(100, 8);
        engine.run();
        assertThat(first.schedulerNanos).isZero();
        assertThat(first.deviceNanos).isEqualTo(SERVICE_NANOS);
        assertThat(second.schedulerNanos).isEqualTo(SERVICE_NANOS);
        assertThat(second.deviceNanos).isEqualTo(SERVICE_NANOS);
        assertThat(second.deviceBits).isEqualTo(1L << 3);
    }

    @Test
    void adjoining_bios_that_wait_become_one_request() {
        read(0, 8);
        read(100, 8);
        read(108, 8);
        read(92, 8);
        engine.run();
        assertThat(drive.log).containsExactly("READ 0+8", "READ 92+24");
        assertThat(points()).contains("M108", "F92");
    }

    @Test
    void a_bio_that_fills_a_gap_joins_both_neighbours() {
        read(0, 8);
        read(100, 8);
        read(116, 8);
        read(108, 8);
        engine.run();
        assertThat(drive.log).containsExactly("READ 0+8", "READ 100+24");
        assertThat(ended).hasSize(4);
    }

    @Test
    void a_bio_merged_late_is_not_charged_for_the_time_before_it() {
        drive.depth = 1;
        read(0, 8);
        read(100, 8);
        engine.runUntil(SERVICE_NANOS / 2);
        Bio late = read(108, 8);
        engine.run();
        assertThat(late.schedulerNanos).isEqualTo(SERVICE_NANOS / 2);
        assertThat(late.queueNanos).isZero();
    }

    @ParameterizedTest
    @CsvSource({"READ, WRITE, 0", "WRITE, WRITE, 1", "WRITE, WRITE, 2"})
    void other_operations_and_flush_flags_never_merge(Op first, Op second, int flags) {
        drive.isVolatile = true;
        drive.knowsFua = true;
        read(0, 8);
        submit(first, 0, 100, 8);
        submit(second, flags, 108, 8);
        engine.run();
        assertThat(drive.log).noneMatch(line -> line.contains("100+16"));
        assertThat(ended).hasSize(3);
    }

    @Test
    void bios_of_other_priority_do_not_merge() {
        read(0, 8);
        read(100, 8);
        Bio urgent = new Bio().prepare(Op.READ, 0, 108, 8, this::end);
        urgent.priorityClass = 1;
        urgent.submitTo(queue, 0);
        engine.run();
        assertThat(drive.log).containsExactly("READ 0+8", "READ 100+8", "READ 108+8");
    }

    @Test
    void a_request_grows_to_the_sector_limit_and_no_further() {
        limit(new QueueLimits(128, 16, 128, 16, 1024));
        read(0, 8);
        read(100, 8);
        read(108, 8);
        read(116, 8);
        engine.run();
        assertThat(drive.log).containsExactly("READ 0+8", "READ 100+16", "READ 116+8");
    }

    @Test
    void a_request_grows_to_the_segment_limit_and_no_further() {
        limit(new QueueLimits(128, 1024, 2, 16, 1024));
        read(0, 8);
        read(100, 8);
        read(108, 8);
        read(116, 8);
        engine.run();
        assertThat(drive.log).containsExactly("READ 0+8", "READ 100+16", "READ 116+8");
    }

    @Test
    void a_longer_bio_is_cut_and_ends_once_when_all_its_pieces_have() {
        limit(new QueueLimits(128, 16, 128, 16, 1024));
        Bio bio = read(0, 40);
        engine.run();
        assertThat(drive.log).containsExactly("READ 0+16", "READ 16+16", "READ 32+8");
        assertThat(ended).containsExactly(bio);
        assertThat(bio.receiptNanos()).isEqualTo(3 * SERVICE_NANOS);
    }

    @Test
    void a_cut_bio_fails_if_one_piece_does() {
        limit(new QueueLimits(128, 16, 128, 16, 1024));
        drive.nextStatus = BioStatus.EIO;
        Bio bio = read(0, 40);
        engine.run();
        assertThat(bio.status).isEqualTo(BioStatus.EIO);
    }

    @Test
    void a_plug_holds_bios_back_and_sends_them_down_in_the_order_of_sectors() {
        drive.depth = 4;
        plug.start();
        read(300, 8);
        read(100, 8);
        read(308, 8);
        assertThat(drive.log).isEmpty();
        plug.finish();
        assertThat(drive.log).containsExactly("READ 100+8", "READ 300+16");
    }

    @Test
    void time_in_the_plug_counts_as_queue_time() {
        plug.start();
        Bio bio = read(0, 8);
        engine.runUntil(50);
        plug.finish();
        engine.run();
        assertThat(bio.queueNanos).isEqualTo(50);
        assertThat(bio.deviceNanos).isEqualTo(SERVICE_NANOS);
    }

    @ParameterizedTest
    @CsvSource({"16", "32"})
    void a_plug_is_flushed_early_when_it_holds_too_many_requests(int most) {
        limit(most == 16 ? QueueLimits.OF_2013 : QueueLimits.MODERN);
        drive.depth = 64;
        plug.start();
        for (int i = 0; i < most; i++) {
            read(100L * i, 8);
        }
        assertThat(drive.log).isEmpty();
        read(100L * most, 8);
        assertThat(drive.log).hasSize(most);
        plug.finish();
        assertThat(drive.log).hasSize(most + 1);
    }

    @Test
    void a_plug_is_flushed_early_when_its_last_request_has_reached_128_kib() {
        plug.start();
        read(0, 256);
        read(1000, 8);
        assertThat(drive.log).containsExactly("READ 0+256");
        plug.finish();
    }

    @Test
    void flushes_do_not_wait_in_the_plug() {
        drive.isVolatile = true;
        plug.start();
        submit(Op.FLUSH, 0, 0, 0);
        assertThat(drive.log).containsExactly("FLUSH 0+0");
        plug.finish();
    }

    @Test
    void a_bio_beyond_nr_requests_waits_and_its_wait_is_queue_time() {
        limit(new QueueLimits(2, 1024, 128, 16, 1024));
        read(0, 8);
        read(100, 8);
        assertThat(queue.wouldBlock(Op.READ)).isTrue();
        assertThat(queue.wouldBlock(Op.WRITE)).isFalse();
        Bio third = read(200, 8);
        engine.run();
        assertThat(third.queueNanos).isEqualTo(SERVICE_NANOS);
        assertThat(third.schedulerNanos).isEqualTo(SERVICE_NANOS);
        assertThat(queue.wouldBlock(Op.READ)).isFalse();
    }

    @Test
    void who_waits_for_room_is_woken_when_a_request_is_free() {
        limit(new QueueLimits(1, 1024, 128, 16, 1024));
        List<Long> woken = new ArrayList<>();
        read(0, 8);
        queue.wakeWhenRoom(() -> woken.add(engine.nowNanos()));
        engine.run();
        assertThat(woken).containsExactly(SERVICE_NANOS);
    }

    @Test
    void a_submitter_that_finds_no_request_sends_down_its_plug_before_it_sleeps() {
        limit(new QueueLimits(1, 1024, 128, 16, 1024));
        plug.start();
        read(0, 8);
        assertThat(drive.log).isEmpty();
        read(100, 8);
        assertThat(drive.log).containsExactly("READ 0+8");
        plug.finish();
        engine.run();
        assertThat(ended).hasSize(2);
    }

    @Test
    void the_next_request_is_chosen_before_the_owner_can_answer_an_end() {
        Bio chained = new Bio();
        chained.prepare(Op.READ, 0, 0, 8, bio -> {
            bio.settle(engine.nowNanos());
            drive.log.add("ended");
        });
        chained.submitTo(queue, 0);
        read(100, 8);
        engine.run();
        assertThat(drive.log).containsExactly("READ 0+8", "READ 100+8", "ended");
    }

    @Test
    void a_range_beyond_the_end_fails() {
        Bio bio = read((1 << 20) - 4, 8);
        engine.run();
        assertThat(bio.status).isEqualTo(BioStatus.EIO);
        assertThat(drive.log).isEmpty();
    }

    @Test
    void a_discard_is_not_supported_where_the_drive_does_not_know_it() {
        Bio bio = submit(Op.DISCARD, 0, 0, 8);
        engine.run();
        assertThat(bio.status).isEqualTo(BioStatus.EOPNOTSUPP);
    }

    @Test
    void a_failure_of_the_drive_reaches_every_bio_of_the_request() {
        read(0, 8);
        read(100, 8);
        read(108, 8);
        engine.runUntil(1);
        drive.nextStatus = BioStatus.EIO;
        engine.run();
        assertThat(ended)
                .extracting(bio -> bio.status)
                .containsExactly(0, BioStatus.EIO, BioStatus.EIO);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void every_bio_of_a_random_mix_ends_once_and_its_receipt_adds_up(long seed) {
        RandomStream random = RandomStream.named(seed, "mix");
        limit(new QueueLimits(8, 64, 4, 4, 32));
        drive.depth = 1 + random.nextInt(3);
        drive.isVolatile = random.nextInt(2) == 0;
        drive.knowsFua = random.nextInt(2) == 0;
        Map<Bio, Integer> ends = new LinkedHashMap<>();
        for (int i = 0; i < 2_000; i++) {
            if (random.nextInt(20) == 0) {
                plug.start();
            }
            int flags = random.nextInt(10) == 0 ? random.nextInt(4) : 0;
            Op op = random.nextInt(30) == 0
                    ? Op.FLUSH
                    : random.nextInt(2) == 0 ? Op.READ : Op.WRITE;
            int sectors = op == Op.FLUSH ? 0 : 8 * (1 + random.nextInt(10));
            long sector = op == Op.FLUSH ? 0 : 8L * random.nextInt(200);
            Bio bio = new Bio().prepare(op, op == Op.READ ? 0 : flags, sector, sectors, done -> {
                done.settle(engine.nowNanos());
                ends.merge(done, 1, Integer::sum);
            });
            ends.put(bio, 0);
            bio.submitTo(queue, engine.nowNanos());
            queue.checkInvariants();
            if (plug.isActive() && random.nextInt(5) == 0) {
                plug.finish();
            }
            if (random.nextInt(3) == 0) {
                engine.step();
            }
        }
        while (plug.isActive()) {
            plug.finish();
        }
        engine.run();
        assertThat(ends.values()).containsOnly(1);
    }
}
