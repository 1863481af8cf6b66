package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.block.LossReason;
import dev.kiosim.devices.bcache.UnflushedWrites.Way;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class UnflushedWritesTest {
    private final UnflushedWrites writes = new UnflushedWrites(true, true);

    private static Bio write(long stamp) {
        Bio bio = new Bio().prepare(Bio.Op.WRITE, 0, 5, 2, done -> {});
        bio.stamps = new long[2];
        Arrays.fill(bio.stamps, stamp);
        return bio;
    }

    private void run(long stamp, Way way) {
        Bio bio = write(stamp);
        writes.submitted(bio, way);
        writes.ended(bio, way);
    }

    @Test
    void a_write_may_be_lost_while_it_is_under_way() {
        writes.submitted(write(7), Way.AROUND);
        assertThat(writes.hole(5, 7)).isEqualTo(LossReason.BYPASS_AHEAD);
        assertThat(writes.hole(7, 7)).as("another sector").isEqualTo(LossReason.NONE);
    }

    @Test
    void and_until_a_flush_that_was_submitted_after_it_has_ended() {
        run(7, Way.WRITEBACK);
        long flush = writes.flushSubmitted();
        assertThat(writes.hole(5, 7)).isEqualTo(LossReason.CLEAN_AHEAD);
        writes.flushEnded(flush);
        assertThat(writes.hole(5, 7)).isEqualTo(LossReason.NONE);
        assertThat(writes.isDurable(5, 7)).isTrue();
    }

    @Test
    void a_flush_that_was_submitted_before_it_ended_does_not_help() {
        Bio bio = write(7);
        writes.submitted(bio, Way.THROUGH);
        long flush = writes.flushSubmitted();
        writes.ended(bio, Way.THROUGH);
        writes.flushEnded(flush);
        assertThat(writes.hole(5, 7)).isEqualTo(LossReason.CLEAN_AHEAD);
        assertThat(writes.isDurable(5, 7)).isFalse();
    }

    @Test
    void a_write_with_fua_is_durable_when_it_has_ended() {
        Bio bio = write(7);
        writes.submitted(bio, Way.AROUND);
        writes.endedWithFua(bio, Way.AROUND);
        assertThat(writes.hole(5, 7)).isEqualTo(LossReason.NONE);
    }

    @Test
    void so_is_every_write_without_a_volatile_cache() {
        UnflushedWrites durable = new UnflushedWrites(true, false);
        durable.ended(write(7), Way.INSERT);
        assertThat(durable.hole(5, 7)).isEqualTo(LossReason.NONE);
    }

    @Test
    void only_the_version_that_was_written_is_known() {
        writes.ended(write(7), Way.INSERT);
        assertThat(writes.hole(5, 7)).isEqualTo(LossReason.INDEX_AHEAD);
        assertThat(writes.hole(5, 8)).isEqualTo(LossReason.NONE);
        assertThat(writes.hole(5, 6)).isEqualTo(LossReason.NONE);
    }

    @Test
    void what_came_later_without_cache_took_the_place_of_the_last_that_was_sent() {
        run(7, Way.WRITEBACK);
        assertThat(writes.hole(5, 9)).isEqualTo(LossReason.CLEAN_AHEAD);
        assertThat(writes.isWrittenBack(5, 9)).isFalse();
        writes.flushEnded(writes.flushSubmitted());
        assertThat(writes.hole(5, 9)).isEqualTo(LossReason.NONE);
    }

    @Test
    void nothing_is_noted_where_the_power_never_fails() {
        UnflushedWrites idle = new UnflushedWrites(false, true);
        idle.ended(write(7), Way.INSERT);
        assertThat(idle.hole(5, 7)).isEqualTo(LossReason.NONE);
    }
}
