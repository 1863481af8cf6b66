package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a changed setting writes to the devices, as recorded of Linux 6.1. */
class SettingsOnDiskTest {
    private final CacheBench bench = new CacheBench();

    private List<FakeDevice.Asked> writtenBy(String attribute, String value) {
        bench.pass(CacheBench.SECOND);
        bench.forget();
        bench.set(attribute, value);
        bench.pass(CacheBench.SECOND);
        return bench.cache.asked.stream()
                .filter(one -> one.op() == Bio.Op.WRITE)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"cache/cache_replacement_policy, fifo", "cache/discard, 1", "cset/synchronous, 0"})
    void a_setting_of_the_cache_is_written_to_its_superblock(String attribute, String value) {
        assertThat(writtenBy(attribute, value)).singleElement().satisfies(one -> {
            assertThat(one.sector()).isEqualTo(8);
            assertThat(one.sectors()).isEqualTo(8);
        });
    }

    @ParameterizedTest
    @CsvSource({"cache/cache_replacement_policy, lru", "cache/discard, 0", "cset/synchronous, 1"})
    void a_setting_that_stays_as_it_is_writes_nothing(String attribute, String value) {
        assertThat(writtenBy(attribute, value)).isEmpty();
    }

    @Test
    void a_label_goes_to_the_table_of_uuids_and_the_journal() {
        assertThat(writtenBy("bdev/label", "archive")).hasSize(2);
        assertThat(bench.cache.journalWrites()).hasSize(1);
    }

    @Test
    void without_synchronous_the_allocator_writes_no_priorities() {
        bench.set("cset/synchronous", 0);
        bench.set("sequential_cutoff", 0);
        for (int i = 0; i < 40; i++) {
            bench.read(i * 2048L, 1024);
        }
        assertThat(bench.cache.asked.stream()
                        .filter(one -> one.op() == Bio.Op.WRITE
                                && one.isMetadata()
                                && one.sectors() == 1024))
                .isEmpty();
        assertThat(bench.isCached(39 * 2048L, 1024)).isTrue();
    }
}
