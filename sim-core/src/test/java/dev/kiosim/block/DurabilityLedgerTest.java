package dev.kiosim.block;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.engine.Engine;
import org.junit.jupiter.api.Test;

class DurabilityLedgerTest {
    private final DurabilityLedger ledger = new DurabilityLedger(new Engine(1));

    private Bio submit(Bio.Op op, int flags, long sector, int sectors, long version) {
        Bio bio = new Bio().prepare(op, flags, sector, sectors, done -> {});
        bio.ownerTag = version;
        ledger.submitted(bio, version);
        return bio;
    }

    private void write(int flags, long sector, long version) {
        ledger.ended(submit(Bio.Op.WRITE, flags, sector, 1, version));
    }

    private Bio submitFlush() {
        return submit(Bio.Op.FLUSH, Bio.PREFLUSH, 0, 0, 0);
    }

    @Test
    void a_plain_write_may_be_lost() {
        write(0, 5, 1);
        assertThat(ledger.mayHold(5, 0)).isTrue();
        assertThat(ledger.mayHold(5, 1)).isTrue();
    }

    @Test
    void a_write_with_fua_may_not() {
        write(Bio.FUA, 5, 1);
        assertThat(ledger.mayHold(5, 0)).isFalse();
        assertThat(ledger.mayHold(5, 1)).isTrue();
    }

    @Test
    void a_flush_promises_what_was_acknowledged_before_it_was_submitted_and_no_more() {
        write(0, 5, 1);
        Bio flush = submitFlush();
        write(0, 6, 2);
        ledger.ended(flush);
        assertThat(ledger.mayHold(5, 0)).isFalse();
        assertThat(ledger.mayHold(6, 0)).isTrue();
    }

    @Test
    void a_flush_that_fails_promises_nothing() {
        write(0, 5, 1);
        Bio flush = submitFlush();
        flush.status = BioStatus.EIO;
        ledger.ended(flush);
        assertThat(ledger.mayHold(5, 0)).isTrue();
    }

    @Test
    void a_write_that_is_under_way_may_be_there_or_not() {
        write(Bio.FUA, 5, 1);
        submit(Bio.Op.WRITE, 0, 5, 1, 2);
        assertThat(ledger.mayHold(5, 1)).isTrue();
        assertThat(ledger.mayHold(5, 2)).isTrue();
    }

    @Test
    void a_version_of_another_sector_may_not() {
        write(0, 5, 1);
        write(0, 6, 2);
        assertThat(ledger.mayHold(5, 2)).isFalse();
    }

    @Test
    void of_two_writes_that_overlap_in_time_either_may_have_come_last() {
        Bio first = submit(Bio.Op.WRITE, Bio.FUA, 5, 1, 1);
        Bio second = submit(Bio.Op.WRITE, Bio.FUA, 5, 1, 2);
        ledger.ended(first);
        ledger.ended(second);
        assertThat(ledger.mayHold(5, 1)).isTrue();
        assertThat(ledger.mayHold(5, 2)).isTrue();
        assertThat(ledger.mayHold(5, 0)).isFalse();
    }

    @Test
    void after_a_cut_what_was_promised_still_is() {
        write(Bio.FUA, 5, 1);
        DurabilityLedger after = new DurabilityLedger(new Engine(1));
        after.restart(ledger, 5, 1);
        assertThat(after.mayHold(5, 0)).isFalse();
        assertThat(after.writtenSectors()).containsExactly(5);
    }

    @Test
    void what_a_cut_has_made_unreadable_may_stay_so_until_something_else_is_promised() {
        write(Bio.FUA, 5, 1);
        DurabilityLedger after = new DurabilityLedger(new Engine(1));
        after.restart(ledger, 5, DurabilityLedger.UNREADABLE);
        assertThat(after.mayHold(5, DurabilityLedger.UNREADABLE)).isTrue();
        assertThat(after.mayHold(5, 1)).isTrue();
        Bio bio = new Bio().prepare(Bio.Op.WRITE, Bio.FUA, 5, 1, done -> {});
        bio.ownerTag = 2;
        after.submitted(bio, 2);
        after.ended(bio);
        assertThat(after.mayHold(5, DurabilityLedger.UNREADABLE)).isFalse();
    }
}
