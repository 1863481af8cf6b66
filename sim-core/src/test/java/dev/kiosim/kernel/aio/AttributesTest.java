package dev.kiosim.kernel.aio;

import static dev.kiosim.kernel.aio.V2Machine.attribute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.block.CacheState;
import dev.kiosim.kernel.CostTable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.KernelConfig;
import org.junit.jupiter.api.Test;

/** What each attribute asks and answers, and how returns are packed. */
class AttributesTest {
    private static final long FOREVER = -1;

    private final V2Machine machine = new V2Machine();
    private final long context = machine.setup(0);

    /** Reads once with {@code attributes}; the first return of the event. */
    private IocbAttrRetView answer(long[]... attributes) {
        return answerOf(machine, context, attributes);
    }

    private static IocbAttrRetView answerOf(V2Machine on, long context, long[]... attributes) {
        assertThat(on.submitRead(context, 1, attributes)).isPositive();
        assertThat(on.getevents(context, 8192, FOREVER)).isEqualTo(on.event().sizeBytes());
        return new IocbAttrRetView().wrap(on.memory, on.event().returnsAddress());
    }

    @Test
    void io_time_adds_up() {
        IocbAttrRetView time = answer(attribute(Attribute.IO_TIME));
        assertThat(time.ret()).isZero();
        assertThat(time.size()).isEqualTo(40);
        assertThat(time.payload(0)).isZero();
        assertThat(time.payload(1)).isEqualTo(V2Machine.LATENCY_NANOS);
        assertThat(time.payload(2)).isEqualTo(V2Machine.LATENCY_NANOS);
    }

    @Test
    void the_kernels_part_of_the_time_is_in_queue_ns() {
        V2Machine costly = new V2Machine(AioV2Config.usual(), -1, CostTable.SERVER_2013);
        IocbAttrRetView time = answerOf(costly, costly.setup(0), attribute(Attribute.IO_TIME));
        assertThat(time.payload(1)).isEqualTo(V2Machine.LATENCY_NANOS);
        assertThat(time.payload(0)).isEqualTo(CostTable.SERVER_2013.interrupt());
        assertThat(time.payload(2)).isEqualTo(time.payload(0) + time.payload(1));
    }

    @Test
    void a_cache_says_hit() {
        machine.device.cacheState = CacheState.HIT;
        IocbAttrRetView cache = answer(attribute(Attribute.CACHE_RESULT));
        assertThat(cache.ret()).isZero();
        assertThat(cache.size()).isEqualTo(32);
        assertThat(cache.payload(0)).isEqualTo(1 | 8L << 32);
        assertThat(cache.payload(1)).isZero();
    }

    @Test
    void without_a_cache_on_the_way_nobody_says_hit_or_miss() {
        IocbAttrRetView cache = answer(attribute(Attribute.CACHE_RESULT));
        assertThat(cache.ret()).isEqualTo(-Errno.EOPNOTSUPP);
        assertThat(cache.size()).isEqualTo(16);
    }

    @Test
    void an_older_kernel_does_not_know_the_attribute() {
        long timeOnly = 1L << Attribute.IO_TIME.id();
        V2Machine older = new V2Machine(AioV2Config.usual(), timeOnly, CostTable.FREE);
        older.device.cacheState = CacheState.HIT;
        long plain = older.setup(0);
        IocbAttrRetView ret = answerOf(
                older, plain, attribute(Attribute.CACHE_RESULT), attribute(Attribute.IO_TIME));
        assertThat(ret.ret()).isEqualTo(-Errno.ENOSYS);
        assertThat(ret.size()).isEqualTo(16);
        assertThat(ret.next().ret()).isZero();
        long strict = older.setup(KioctxV2.STRICT_ATTRS);
        assertThat(older.submitRead(strict, 1, attribute(Attribute.CACHE_RESULT)))
                .isEqualTo(-Errno.EINVAL);
        assertThat(older.submitRead(strict, 1, attribute(Attribute.IO_TIME))).isPositive();
    }

    @Test
    void an_id_that_no_kernel_knows_is_not_implemented() {
        assertThat(answer(new long[] {4711, 1, 2, 3}).ret()).isEqualTo(-Errno.ENOSYS);
    }

    @Test
    void returns_are_in_the_order_of_the_iocb_with_their_cookies() {
        IocbAttrRetView ret = answer(
                attribute(Attribute.DEVICE_PATH),
                attribute(Attribute.IO_TIME),
                attribute(Attribute.DEVICE_PATH));
        long first = machine.iocbs + 64;
        assertThat(ret.cookie()).isEqualTo(first);
        assertThat(ret.payload(0)).isEqualTo(1);
        assertThat(ret.next().cookie()).isEqualTo(first + 16);
        assertThat(ret.payload(2)).isEqualTo(V2Machine.LATENCY_NANOS);
        assertThat(ret.next().cookie()).isEqualTo(first + 32);
        assertThat(ret.payload(0)).isEqualTo(1);
        assertThat(machine.event().attrBytes()).isEqualTo(24 + 40 + 24);
    }

    @Test
    void a_failed_operation_still_returns_every_attribute() {
        machine.device.status = -Errno.EIO;
        IocbAttrRetView ret =
                answer(attribute(Attribute.IO_TIME), attribute(Attribute.DEVICE_PATH));
        assertThat(machine.event().res()).isEqualTo(-Errno.EIO);
        assertThat(ret.ret()).isZero();
        assertThat(ret.next().ret()).isZero();
    }

    @Test
    void an_operation_that_never_reached_a_device_has_no_path() {
        machine.putRead(machine.iocbs, 1, attribute(Attribute.DEVICE_PATH));
        new IocbView().wrap(machine.memory, machine.iocbs).offset(1);
        machine.submit(context, 64 + 16);
        machine.getevents(context, 8192, 0);
        IocbAttrRetView ret =
                new IocbAttrRetView().wrap(machine.memory, machine.event().returnsAddress());
        assertThat(machine.event().res()).isEqualTo(-Errno.EINVAL);
        assertThat(ret.ret()).isEqualTo(-Errno.EOPNOTSUPP);
    }

    @Test
    void a_hint_goes_down_to_the_cache_and_says_whether_it_was_applied() {
        machine.device.appliesHints = true;
        IocbAttrRetView hint = answer(attribute(Attribute.CACHE_HINT, 2));
        assertThat(machine.device.lastFlags & Bio.HINT_BYPASS).isEqualTo(Bio.HINT_BYPASS);
        assertThat(hint.ret()).isZero();
        assertThat(hint.payload(0)).isEqualTo(2);
    }

    @Test
    void a_hint_that_nobody_takes_is_not_handled() {
        assertThat(answer(attribute(Attribute.CACHE_HINT, 1)).ret()).isEqualTo(-Errno.EOPNOTSUPP);
    }

    @Test
    void a_hint_that_does_not_exist_is_refused_and_the_io_goes_on() {
        assertThat(answer(attribute(Attribute.CACHE_HINT, 9)).ret()).isEqualTo(-Errno.EINVAL);
        assertThat(machine.event().res()).isEqualTo(4096);
    }

    @Test
    void a_priority_goes_down_to_the_scheduler() {
        machine.device.appliesHints = true;
        IocbAttrRetView ret = answer(attribute(Attribute.IO_PRIORITY, 2 | 5L << 32));
        assertThat(machine.device.lastPriority).isEqualTo(2 * 8 + 5);
        assertThat(ret.ret()).isZero();
        assertThat(ret.size()).isEqualTo(16);
    }

    @Test
    void a_priority_that_is_not_allowed_is_refused() {
        assertThat(answer(attribute(Attribute.IO_PRIORITY, 4)).ret()).isEqualTo(-Errno.EINVAL);
        assertThat(answer(attribute(Attribute.IO_PRIORITY, 1)).ret()).isEqualTo(-Errno.EPERM);
        assertThat(answer(attribute(Attribute.IO_PRIORITY, 2 | 8L << 32)).ret())
                .isEqualTo(-Errno.EINVAL);
    }

    @Test
    void io_is_accounted_to_another_task_by_proxy() {
        machine.device.appliesHints = true;
        int other = machine.anotherTask("other").task().tid();
        assertThat(answer(attribute(Attribute.PROXY_PID, other)).ret()).isZero();
        assertThat(machine.device.lastTaskId).isEqualTo(other);
        assertThat(answer(attribute(Attribute.PROXY_PID, 4711)).ret()).isEqualTo(-Errno.ESRCH);
    }

    @Test
    void the_page_cache_does_not_answer_for_direct_io() {
        assertThat(answer(attribute(Attribute.PAGE_CACHE_RESULT)).ret())
                .isEqualTo(-Errno.EOPNOTSUPP);
    }

    @Test
    void listeners_read_the_returns_by_name() {
        StringBuilder heard = new StringBuilder();
        machine.aio.onCompletion(request -> {
            RequestAttributes attributes = request.attributes;
            for (int i = 0; i < attributes.count(); i++) {
                Attribute attribute = attributes.attribute(i);
                heard.append(attribute).append(' ').append(attributes.ret(i));
                for (int f = 0; f < attribute.returnFieldCount(); f++) {
                    heard.append(' ').append(attribute.returnField(f).name());
                    heard.append('=').append(attributes.returnValue(i, f));
                }
            }
        });
        machine.device.cacheState = CacheState.MISS;
        answer(attribute(Attribute.CACHE_RESULT));
        assertThat(heard.toString())
                .isEqualTo("CACHE_RESULT 0 state=2 hit_sectors=0"
                        + " cached_sectors_inserted=0 dirty=0");
    }

    @Test
    void the_table_is_consistent() {
        assertThat(Attribute.all()).hasSize(8);
        for (int id = 0; id < Attribute.all().size(); id++) {
            Attribute attribute = Attribute.all().get(id);
            assertThat(attribute.id()).isEqualTo(id);
            assertThat(Attribute.find(attribute.name())).isSameAs(attribute);
            assertThat(attribute.returnBytes() % 8).isZero();
            assertThat(attribute.requestBytes(false) % 8).isZero();
            assertThat(attribute.requestBytes(true) - IocbAttrView.SIZE_BYTES)
                    .isLessThanOrEqualTo(8 * Attribute.REQUEST_WORDS_MAX);
            assertThat(attribute.returnBytes() - IocbAttrRetView.SIZE_BYTES)
                    .isLessThanOrEqualTo(8 * Attribute.RETURN_WORDS_MAX);
        }
        assertThat(Attribute.find(8)).isNull();
        assertThat(KernelConfig.ALL_ATTRIBUTES).isEqualTo(-1);
    }
}
