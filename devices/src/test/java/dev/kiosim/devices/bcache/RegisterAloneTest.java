package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.block.CacheState;
import dev.kiosim.kernel.Errno;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Registration of a backing device whose set is not there, and what comes of running it. */
class RegisterAloneTest {
    private static final int PAGE = FailureBench.PAGE;
    private static final String REGISTER = "/sys/fs/bcache/register";

    private FailureBench bench;

    @BeforeEach
    void start() {
        bench = new FailureBench("writeback");
        bench.set("bdev/writeback_running", "0");
    }

    private int store(String attribute, String value) {
        return bench.bcache.storeAttribute(attribute, value);
    }

    private void stopSetAndRegisterDisk() {
        bench.pass(FailureBench.SECOND);
        bench.set("cset/stop", "1");
        bench.pass(FailureBench.SECOND);
        bench.set(REGISTER, "/dev/disk");
    }

    private CacheState readState(long sector) {
        Bio bio = bench.submit(Bio.Op.READ, 0, sector, PAGE);
        bench.pass(FailureBench.SECOND);
        assertThat(bio.status).isZero();
        return bio.cacheState;
    }

    @Test
    void e54_a_clean_device_alone_is_not_there_until_it_is_run() {
        bench.read(0, PAGE);
        assertThat(bench.show("state")).isEqualTo("clean");
        stopSetAndRegisterDisk();
        assertThat(bench.show("running")).isEqualTo("0");
        assertThat(bench.read(0, PAGE)).isEqualTo(FailureBench.EIO);
        assertThat(store("running", "1")).isZero();
        bench.pass(FailureBench.SECOND);
        assertThat(bench.show("running")).isEqualTo("1");
        assertThat(bench.show("state")).isEqualTo("inconsistent");
        assertThat(bench.read(0, PAGE)).isZero();
        assertThat(bench.write(0, PAGE)).isZero();
    }

    @Test
    void e54_attached_again_nothing_that_was_cached_is_visible() {
        bench.read(0, PAGE);
        stopSetAndRegisterDisk();
        store("running", "1");
        bench.pass(FailureBench.SECOND);
        assertThat(bench.write(0, PAGE)).isZero();
        bench.set(REGISTER, "ssd");
        assertThat(bench.show("state")).as("not by itself").isEqualTo("inconsistent");
        assertThat(store("attach", bench.bcache.setUuid())).isZero();
        bench.pass(FailureBench.SECOND);
        assertThat(bench.show("state")).isEqualTo("clean");
        assertThat(readState(0)).isEqualTo(CacheState.MISS);
        assertThat(readState(0)).isEqualTo(CacheState.HIT);
    }

    @Test
    void a_dirty_device_run_alone_has_old_data_and_what_was_dirty_never_comes_back() {
        bench.write(0, PAGE);
        stopSetAndRegisterDisk();
        assertThat(bench.show("state")).isEqualTo("dirty");
        assertThat(bench.read(0, PAGE)).isEqualTo(FailureBench.EIO);
        store("running", "1");
        bench.pass(FailureBench.SECOND);
        assertThat(bench.show("state")).isEqualTo("inconsistent");
        assertThat(bench.read(0, PAGE)).isZero();
        assertThat(bench.sectorsReadOld).isEqualTo(PAGE);
        bench.set(REGISTER, "ssd");
        assertThat(store("attach", bench.bcache.setUuid())).isZero();
        bench.pass(FailureBench.SECOND);
        assertThat(bench.show("dirty_data")).isEqualTo("0.0k");
        assertThat(readState(0)).isEqualTo(CacheState.MISS);
        bench.bcache.checkInvariants();
    }

    @Test
    void a_dirty_device_waits_for_its_set_and_has_everything_again() {
        bench.write(0, PAGE);
        stopSetAndRegisterDisk();
        assertThat(bench.read(0, PAGE)).isEqualTo(FailureBench.EIO);
        bench.set(REGISTER, "/dev/ssd");
        bench.pass(FailureBench.SECOND);
        assertThat(bench.show("running")).isEqualTo("1");
        assertThat(bench.show("state")).isEqualTo("dirty");
        assertThat(readState(0)).isEqualTo(CacheState.HIT);
        bench.set("writeback_running", "1");
        bench.pass(60 * FailureBench.SECOND);
        assertThat(bench.show("state")).isEqualTo("clean");
        assertThat(bench.report().total()).isZero();
    }

    @Test
    void a_stopped_device_registered_while_its_set_is_there_is_attached_at_once() {
        bench.write(0, PAGE);
        bench.set("bdev/stop", "1");
        bench.pass(FailureBench.SECOND);
        assertThat(store(REGISTER, "disk")).isZero();
        bench.pass(FailureBench.SECOND);
        assertThat(readState(0)).isEqualTo(CacheState.HIT);
        assertThat(bench.says("bch_cached_dev_attach() Caching disk as bcache0 on set"))
                .isTrue();
    }

    @Test
    void what_is_registered_is_not_registered_again() {
        assertThat(store(REGISTER, "disk")).isEqualTo(-Errno.EINVAL);
        assertThat(bench.says("register_bcache() error : device already registered"))
                .isTrue();
        assertThat(store(REGISTER, "/dev/other")).isEqualTo(-Errno.EINVAL);
        assertThat(bench.says("register_bcache() error : failed to open device"))
                .isTrue();
    }

    @Test
    void a_set_that_has_failed_cannot_be_attached_or_registered() {
        bench.ssd.fails = bio -> true;
        bench.flush();
        bench.pass(FailureBench.SECOND);
        assertThat(bench.show("running")).isEqualTo("1");
        assertThat(store("attach", bench.bcache.setUuid())).isEqualTo(-Errno.ENOENT);
        assertThat(store(REGISTER, "ssd")).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void a_device_whose_io_is_disabled_cannot_be_run() {
        bench.set("bdev/io_disable", "1");
        assertThat(store("running", "1")).isEqualTo(-Errno.EIO);
        assertThat(bench.says("bch_cached_dev_run() I/O disabled on cached dev disk"))
                .isTrue();
    }

    @Test
    void without_data_offset_of_its_block_size_a_device_is_not_attached() {
        CacheBench small = new CacheBench(BcacheConfig.defaults(), 512L * 1024);
        assertThat(small.bcache.storeAttribute("attach", small.bcache.setUuid()))
                .as("the set was refused")
                .isEqualTo(-Errno.ENOENT);
    }

    @Test
    void stopping_the_set_stops_its_device_and_keeps_what_is_dirty() {
        bench.write(0, PAGE);
        bench.set("cset/stop", "1");
        bench.pass(FailureBench.SECOND);
        assertThat(bench.read(0, PAGE)).isEqualTo(FailureBench.EIO);
        assertThat(bench.show("cset/bucket_size")).isEqualTo("null");
        assertThat(bench.says("cache_set_free() Cache set")).isTrue();
        assertThat(bench.report().total()).as("nothing has failed").isZero();
    }
}
