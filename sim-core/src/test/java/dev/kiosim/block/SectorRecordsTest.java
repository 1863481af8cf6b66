package dev.kiosim.block;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.engine.RandomStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SectorRecordsTest {
    private final DriveContent content = new DriveContent().keepRecords();
    private final SectorRecords records = Objects.requireNonNull(content.records());

    private void write(long sector, boolean isVolatile, long[] stamps) {
        Bio bio = new Bio().prepare(Bio.Op.WRITE, 0, sector, stamps.length, done -> {});
        bio.stamps = stamps;
        content.move(bio, isVolatile);
    }

    private void cut(PowerCut.Caches caches) {
        content.cutPower(new PowerCut(caches, RandomStream.named(1, "cut")));
    }

    @Test
    void a_record_is_read_where_it_was_written() {
        write(10, false, records.add(4, new long[] {7, 8}));
        assertThat(content.readRecord(10)).containsExactly(7, 8);
        assertThat(content.readRecord(11)).isNull();
    }

    @Test
    void a_record_of_which_one_sector_is_overwritten_cannot_be_read_and_is_forgotten() {
        write(10, false, records.add(4, new long[] {7}));
        write(12, false, new long[] {1});
        assertThat(content.readRecord(10)).isNull();
        assertThat(records.count()).isZero();
    }

    @Test
    void the_old_record_comes_back_if_the_new_one_was_only_in_the_cache() {
        write(10, false, records.add(2, new long[] {7}));
        write(10, true, records.add(2, new long[] {8}));
        assertThat(content.readRecord(10)).containsExactly(8);
        cut(PowerCut.Caches.LOST);
        assertThat(content.readRecord(10)).containsExactly(7);
        assertThat(records.count()).isEqualTo(1);
    }

    @Test
    void the_new_record_stays_if_the_cache_does() {
        write(10, false, records.add(2, new long[] {7}));
        write(10, true, records.add(2, new long[] {8}));
        cut(PowerCut.Caches.KEPT);
        assertThat(content.readRecord(10)).containsExactly(8);
        assertThat(records.count()).isEqualTo(1);
    }

    @Test
    void memory_does_not_grow_with_rewriting() {
        for (int i = 0; i < 1_000; i++) {
            write(10, i % 2 == 0, records.add(2, new long[] {i}));
        }
        assertThat(records.count()).isLessThan(3);
    }
}
