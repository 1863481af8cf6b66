package dev.kiosim.block;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio.Op;
import dev.kiosim.engine.RandomStream;
import org.junit.jupiter.api.Test;

class DriveContentTest {
    private final DriveContent content = new DriveContent();

    private void write(long sector, boolean isVolatile, long... stamps) {
        Bio bio = new Bio().prepare(Op.WRITE, 0, sector, stamps.length, done -> {});
        bio.stamps = stamps;
        content.move(bio, isVolatile);
    }

    private static PowerCut lost() {
        return new PowerCut(PowerCut.Caches.LOST, RandomStream.named(1, "cut"));
    }

    private long[] read(long sector, int sectors) {
        Bio bio = new Bio().prepare(Op.READ, 0, sector, sectors, done -> {});
        bio.stamps = new long[sectors];
        content.move(bio, false);
        return bio.stamps;
    }

    @Test
    void a_read_returns_the_last_write_wherever_it_lies() {
        write(10, false, 1, 2, 3);
        write(11, true, 9);
        assertThat(read(9, 5)).containsExactly(0, 1, 9, 3, 0);
    }

    @Test
    void a_power_cut_takes_what_only_the_cache_held() {
        write(10, false, 1, 2, 3);
        write(10, true, 7, 8, 9);
        content.makeDurable(11, 1);
        content.cutPower(lost());
        assertThat(read(10, 3)).containsExactly(1, 8, 3);
    }

    @Test
    void a_durable_write_replaces_what_the_cache_held() {
        write(10, true, 7);
        write(10, false, 8);
        content.cutPower(lost());
        assertThat(content.stamp(10)).isEqualTo(8);
    }

    @Test
    void what_a_cache_above_tells_of_a_loss_holds_until_something_durable_comes() {
        write(10, true, 7);
        content.cutPower(lost());
        content.explainLost((sector, stamp) -> LossReason.CLEAN_AHEAD);
        content.cutPower(lost());
        assertThat(content.hole(10, 7)).isEqualTo(LossReason.CLEAN_AHEAD);
        assertThat(content.hole(10, 8)).isEqualTo(LossReason.NONE);
        assertThat(content.hole(11, 0)).isEqualTo(LossReason.NONE);
        write(10, false, 9);
        assertThat(content.hole(10, 7)).isEqualTo(LossReason.NONE);
    }

    @Test
    void a_later_loss_without_a_reason_does_not_take_over_that_of_an_earlier_one() {
        write(10, true, 7);
        content.cutPower(lost());
        content.explainLost((sector, stamp) -> LossReason.CLEAN_AHEAD);
        write(10, true, 9);
        content.cutPower(lost());
        content.explainLost((sector, stamp) -> LossReason.NONE);
        assertThat(content.hole(10, 7)).isEqualTo(LossReason.CLEAN_AHEAD);
        assertThat(content.hole(10, 9)).isEqualTo(LossReason.NONE);
    }

    @Test
    void a_write_under_way_counts_as_lost_unless_it_is_on_the_medium() {
        write(10, false, 1, 7);
        content.cutPower(lost());
        content.noteUnderWay(10, 7);
        content.noteUnderWay(11, 7);
        assertThat(content.whyLost(10, 7)).isEqualTo(LossReason.DRIVE_CACHE);
        assertThat(content.whyLost(11, 7)).isEqualTo(LossReason.NONE);
    }

    @Test
    void what_the_cache_held_was_lost_before_what_was_under_way() {
        write(10, true, 5);
        content.cutPower(lost());
        content.noteUnderWay(10, 7);
        assertThat(content.lostStamp(10)).isEqualTo(5);
    }

    @Test
    void discarded_sectors_read_as_never_written() {
        write(10, false, 1, 2, 3);
        write(11, true, 5);
        content.move(new Bio().prepare(Op.DISCARD, 0, 10, 2, done -> {}), false);
        assertThat(read(10, 3)).containsExactly(0, 0, 3);
    }

    @Test
    void what_is_durable_can_be_told_from_what_a_read_returns() {
        write(10, false, 1);
        write(10, true, 2);
        assertThat(content.stamp(10)).isEqualTo(2);
        assertThat(content.durableStamp(10)).isEqualTo(1);
    }
}
