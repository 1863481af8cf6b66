package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.kernel.Errno;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the kernel answers to a root shell that reads and writes bcache's files. */
class SysfsTest {
    private final CacheBench bench = new CacheBench();

    private int write(String attribute, String value) {
        return bench.bcache.storeAttribute(attribute, value);
    }

    @Test
    void every_attribute_can_be_read_or_refuses_with_eacces() {
        for (SysfsAttribute attribute : SysfsTable.all()) {
            StringBuilder text = new StringBuilder();
            int answer = bench.bcache.attributes().show(attribute.path(), text);
            assertThat(answer)
                    .as(attribute.path())
                    .isEqualTo(attribute.access().equals("w") ? -Errno.EACCES : 0);
        }
    }

    @Test
    void what_only_the_kernel_changes_refuses_writing_with_eacces() {
        for (SysfsAttribute attribute : SysfsTable.all()) {
            if (attribute.access().equals("r")) {
                assertThat(write(attribute.path(), "1"))
                        .as(attribute.path())
                        .isEqualTo(-Errno.EACCES);
            }
        }
    }

    @Test
    void what_a_number_or_word_attribute_is_told_it_shows() {
        for (SysfsAttribute attribute : SysfsTable.all()) {
            if (attribute.access().equals("rw") && attribute.greatest() > 0) {
                assertThat(write(attribute.path(), "+1\n"))
                        .as(attribute.path())
                        .isIn(0, -Errno.EBUSY);
            }
            for (String word : attribute.words()) {
                assertThat(write(attribute.path(), word)).as(attribute.path()).isZero();
                assertThat(bench.show(attribute.path())).contains("[" + word + "]");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " 1", "1 ", "-1", "0x10", "4M", "ten", "1.5"})
    void a_number_is_digits_alone(String value) {
        assertThat(write("sequential_cutoff", value)).isEqualTo(-Errno.EINVAL);
        assertThat(bench.show("sequential_cutoff")).isEqualTo("4.0M");
    }

    @Test
    void a_number_of_more_than_64_bits_is_out_of_range() {
        assertThat(write("sequential_cutoff", "18446744073709551616")).isEqualTo(-Errno.ERANGE);
    }

    @ParameterizedTest
    @CsvSource({
        "writeback_percent, 99, 40",
        "writeback_rate_update_seconds, 0, 1",
        "writeback_rate_update_seconds, 61, 60",
        "journal_delay_ms, 70000, 65535",
        "writeback_delay, 18446744073709551615, 4294967295",
        "writeback_rate_fp_term_low, 100, 9",
        "writeback_rate_fp_term_mid, 1, 2",
        "writeback_rate_fp_term_high, 1, 11",
        "copy_gc_enabled, 7, 1"
    })
    void a_number_outside_its_range_is_moved_into_it(String name, String written, String shown) {
        assertThat(write(name, written)).isZero();
        assertThat(bench.show(name)).isEqualTo(shown);
    }

    @Test
    void a_word_that_is_not_one_of_them_is_refused() {
        assertThat(write("cache_mode", "writesomewhere")).isEqualTo(-Errno.EINVAL);
        assertThat(bench.show("cache_mode")).isEqualTo("[writethrough] writeback writearound none");
    }

    @Test
    void a_name_that_does_not_exist_is_refused() {
        assertThat(write("cache_mod", "none")).isEqualTo(-Errno.ENOENT);
        assertThat(bench.bcache.showAttribute("cset/cache_mode")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "/sys/block/bcache0/bcache/cache_mode, bdev/cache_mode",
        "/sys/block/disk/bcache/state, bdev/state",
        "/sys/block/bcache0/bcache/stats_total/cache_hits, bdev/stats_total/cache_hits",
        "/sys/block/bcache0/bcache/cache/internal/copy_gc_enabled, cset/internal/copy_gc_enabled",
        "/sys/block/ssd/bcache/discard, cache/discard",
        "/sys/fs/bcache/0/congested_read_threshold_us, cset/congested_read_threshold_us",
        "/sys/fs/bcache/0/cache0/priority_stats, cache/priority_stats",
        "/sys/fs/bcache/0/bdev0/dirty_data, bdev/dirty_data"
    })
    void a_file_goes_by_its_path_under_sys_too(String path, String attribute) {
        assertThat(bench.bcache.showAttribute(path)).isEqualTo(bench.show(attribute));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/sys/block/other/bcache/cache_mode",
                "/sys/block/bcache0/queue/nr_requests",
                "/sys/fs/bcache/register"
            })
    void other_paths_are_not_there(String path) {
        assertThat(bench.bcache.showAttribute(path)).isNull();
    }

    @Test
    void a_name_without_folder_means_what_the_scenario_key_means() {
        write("io_error_limit", "3");
        assertThat(bench.show("cset/io_error_limit")).isEqualTo("3");
        assertThat(bench.show("bdev/io_error_limit")).isEqualTo("64");
    }

    @Test
    void names_are_unique_and_so_are_the_scenario_keys() {
        List<String> names = bench.bcache.attributes().names();
        assertThat(names).doesNotHaveDuplicates().hasSameSizeAs(SysfsTable.all());
        Set<String> keys = new HashSet<>();
        SysfsTable.keys().forEach(row -> assertThat(keys.add(row.name())).isTrue());
    }

    @Test
    void without_a_registered_set_only_the_backing_device_has_a_folder() {
        CacheBench small = new CacheBench(BcacheConfig.defaults(), 512 * 1024);
        assertThat(small.bcache.showAttribute("cset/bucket_size")).isNull();
        assertThat(small.bcache.storeAttribute("cache/discard", "1")).isEqualTo(-Errno.ENOENT);
        assertThat(small.show("bdev/state")).isEqualTo("no cache");
    }

    @Test
    void a_change_of_mode_writes_the_superblock_and_the_same_mode_again_does_not() {
        bench.forget();
        write("cache_mode", "writeback");
        write("cache_mode", "writeback");
        bench.pass(CacheBench.SECOND);
        assertThat(bench.backing.asked).hasSize(1);
    }

    @Test
    void a_label_of_more_than_32_bytes_is_refused() {
        assertThat(write("label", "home")).isZero();
        assertThat(bench.show("label")).isEqualTo("home");
        assertThat(write("label", "x".repeat(33))).isEqualTo(-Errno.EINVAL);
        assertThat(bench.show("label")).isEqualTo("home");
    }

    @Test
    void clear_stats_of_the_cache_device_zeroes_what_was_written() {
        bench.write(0, 8);
        assertThat(bench.show("cache/written")).isEqualTo("4.0k");
        write("cache/clear_stats", "1");
        assertThat(bench.show("cache/written")).isEqualTo("0.0k");
        assertThat(bench.show("cache/metadata_written")).isEqualTo("0.0k");
    }

    @Test
    void a_running_device_cannot_be_started_again() {
        assertThat(write("running", "1")).isEqualTo(-Errno.EBUSY);
        assertThat(write("running", "0")).isZero();
    }

    @Test
    void io_fails_while_io_disable_is_set() {
        write("bdev/io_disable", "1");
        assertThat(bench.submitReadAndWait(0, 8).bio.status).isEqualTo(-Errno.EIO);
        write("bdev/io_disable", "0");
        assertThat(bench.submitReadAndWait(0, 8).bio.status).isZero();
    }

    @Test
    void a_stopped_device_serves_nothing_and_its_dirty_data_stay_in_the_cache() {
        write("cache_mode", "writeback");
        write("writeback_running", "0");
        bench.write(0, 8);
        write("stop", "1");
        assertThat(bench.submitReadAndWait(0, 8).bio.status).isEqualTo(-Errno.EIO);
        assertThat(bench.bcache.device().stripes().total()).isEqualTo(8);
        assertThat(bench.show("dirty_data")).as("its folder is gone").isEqualTo("null");
    }

    @Test
    void attach_wants_the_uuid_of_the_set_and_a_device_that_is_not_attached() {
        assertThat(write("attach", "no uuid")).isEqualTo(-Errno.EINVAL);
        assertThat(write("attach", "11111111-2222-3333-4444-555555555555"))
                .isEqualTo(-Errno.ENOENT);
        assertThat(write("attach", bench.bcache.setUuid())).isEqualTo(-Errno.EINVAL);
        assertThat(bench.bcache.kernelLog().get(bench.bcache.kernelLog().size() - 1))
                .isEqualTo("bcache: bch_cached_dev_attach() Can't attach disk: already attached");
    }

    @Test
    void after_detach_and_attach_nothing_that_was_cached_shows() {
        bench.read(0, 8);
        write("detach", "1");
        bench.pass(CacheBench.SECOND);
        assertThat(bench.show("state")).isEqualTo("no cache");
        bench.forget();
        assertThat(write("attach", bench.bcache.setUuid())).isZero();
        bench.pass(CacheBench.SECOND);
        assertThat(bench.show("state")).isEqualTo("clean");
        assertThat(bench.cache.journalWrites()).isNotEmpty();
        long misses = bench.misses();
        bench.read(0, 8);
        assertThat(bench.misses()).isEqualTo(misses + 1);
        bench.read(0, 8);
        assertThat(bench.hits()).isEqualTo(1);
    }

    @Test
    void after_detach_and_attach_dirty_data_are_written_back_again() {
        write("cache_mode", "writeback");
        bench.write(0, 8);
        write("detach", "1");
        bench.pass(60 * CacheBench.SECOND);
        assertThat(bench.show("state")).isEqualTo("no cache");
        write("attach", bench.bcache.setUuid());
        bench.write(64, 8);
        assertThat(bench.show("dirty_data")).isEqualTo("4.0k");
        bench.pass(60 * CacheBench.SECOND);
        assertThat(bench.show("dirty_data")).isEqualTo("0.0k");
        assertThat(bench.show("state")).isEqualTo("clean");
    }
}
