package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioStatus;
import dev.kiosim.kernel.Errno;
import org.junit.jupiter.api.Test;

/** Stopping device and set, and unregistering the set, as recorded of Linux 6.1. */
class StoppingTest {
    private final CacheBench bench = new CacheBench();

    private String lastMessage() {
        var messages = bench.bcache.kernelLog();
        return messages.get(messages.size() - 1);
    }

    @Test
    void a_device_that_is_open_goes_on_when_it_is_stopped() {
        bench.bcache.open();
        bench.read(0, 8);
        bench.set("bdev/stop", 1);
        assertThat(bench.isCached(0, 8)).isTrue();
    }

    @Test
    void a_device_that_is_stopped_has_no_folder_any_more_even_while_it_is_open() {
        bench.bcache.open();
        bench.set("bdev/stop", 1);
        assertThat(bench.bcache.storeAttribute("bdev/cache_mode", "none")).isEqualTo(-Errno.ENOENT);
        assertThat(bench.show("cache/nbuckets")).isEqualTo("2048");
    }

    @Test
    void the_last_close_stops_it() {
        bench.bcache.open();
        bench.set("bdev/stop", 1);
        bench.bcache.close();
        assertThat(lastMessage()).isEqualTo("bcache: bcache_device_free() bcache0 stopped");
        assertThat(bench.submitReadAndWait(0, 8).bio.status).isEqualTo(BioStatus.EIO);
    }

    @Test
    void while_its_set_waits_to_be_stopped_misses_are_not_inserted() {
        bench.bcache.open();
        bench.read(0, 8);
        bench.set("cset/stop", 1);
        bench.read(800, 8);
        assertThat(bench.isCached(800, 8)).isFalse();
        assertThat(bench.isCached(0, 8)).isTrue();
    }

    @Test
    void the_last_close_ends_the_set_behind_the_device() {
        bench.bcache.open();
        bench.set("cset/stop", 1);
        bench.bcache.close();
        assertThat(lastMessage()).startsWith("bcache: cache_set_free() Cache set");
        assertThat(bench.bcache.storeAttribute("cset/io_error_limit", "1"))
                .isEqualTo(-Errno.ENOENT);
    }

    @Test
    void an_unregistered_set_is_gone_when_what_is_dirty_has_been_written_back() {
        bench.set("cache_mode", "writeback");
        bench.set("writeback_running", 0);
        bench.write(0, 8);
        bench.set("cset/unregister", 1);
        bench.pass(10 * CacheBench.SECOND);
        assertThat(bench.backing.dataSectors(Bio.Op.WRITE)).isEqualTo(8);
        assertThat(lastMessage()).startsWith("bcache: cache_set_free() Cache set");
        assertThat(bench.bcache.attach(bench.bcache.setUuid())).isEqualTo(-Errno.ENOENT);
    }
}
