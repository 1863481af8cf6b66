package dev.kiosim.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosim.engine.InvariantViolation;
import dev.kiosim.engine.RandomStream;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.memory.Pages;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records in these tests begin with their length. */
class ByteRingTest {
    private static final int RING_BYTES = 64;
    private static final int BEFORE_WRAP = -24;
    private static final int OVERWRITTEN_BYTES = 256;

    private final Pages pages = new Pages(ByteRing.pagesFor(RING_BYTES));
    private final ByteRing ring = ring(pages, RING_BYTES, WhenFull.REFUSE);

    private static ByteRing ring(Pages pages, int bytes, WhenFull whenFull) {
        return new ByteRing(pages, 0xa10a10a2, 2, bytes, whenFull, ByteRingTest::lengthAt);
    }

    private static int lengthAt(ByteRing ring, int position) {
        return (int) ring.getLong(position);
    }

    private static boolean put(ByteRing ring, int bytes, long value) {
        if (!ring.reserve(bytes)) {
            return false;
        }
        int at = ring.recordStart();
        ring.putLong(at, bytes);
        for (int i = Long.BYTES; i < bytes; i += Long.BYTES) {
            ring.putLong(at + i, value);
        }
        ring.publish();
        return true;
    }

    /** The value of the oldest record, which is taken off; -1 if it is torn. */
    private static long take(ByteRing ring) {
        int head = ring.head();
        int bytes = lengthAt(ring, head);
        long value = bytes > Long.BYTES ? ring.getLong(head + Long.BYTES) : 0;
        for (int i = Long.BYTES; i < bytes; i += Long.BYTES) {
            if (ring.getLong(head + i) != value) {
                return -1;
            }
        }
        assertThat(ring.moveHead(head, head + bytes)).isTrue();
        return value;
    }

    @Test
    void the_header_says_what_the_table_says() {
        ring.setFeatures(3);
        ring.setFlags(RingHeader.FLAG_OVERFLOW);
        ring.countOverflow();
        put(ring, 16, 7);
        take(ring);
        put(ring, 24, 7);
        assertThat(pages.getInt(0)).isEqualTo(0xa10a10a2);
        assertThat(pages.getInt(4)).isEqualTo(2);
        assertThat(pages.getInt(8)).isEqualTo(3);
        assertThat(pages.getInt(12)).isEqualTo(RING_BYTES);
        assertThat(pages.getInt(16)).isEqualTo(16);
        assertThat(pages.getInt(20)).isEqualTo(40);
        assertThat(pages.getInt(24)).isEqualTo(1);
        assertThat(pages.getInt(28)).isEqualTo(1);
        assertThat(pages.getLong(64 + 16)).isEqualTo(24);
    }

    @Test
    void a_record_is_seen_only_when_it_is_published() {
        assertThat(ring.reserve(8)).isTrue();
        assertThat(ring.isEmpty()).isTrue();
        ring.publish();
        assertThat(ring.isEmpty()).isFalse();
    }

    @Test
    void the_whole_data_area_can_be_used() {
        assertThat(put(ring, 40, 1)).isTrue();
        assertThat(put(ring, 24, 2)).isTrue();
        assertThat(ring.roomBytes()).isZero();
        assertThat(put(ring, 8, 3)).isFalse();
    }

    @Test
    void a_record_that_straddles_the_end_comes_out_whole() {
        put(ring, 40, 1);
        take(ring);
        put(ring, 40, 2);
        assertThat(pages.getLong(64)).isEqualTo(2); // its tail lies at the start of the data area
        assertThat(take(ring)).isEqualTo(2);
    }

    @Test
    void copying_out_joins_the_two_pieces() {
        put(ring, 40, 1);
        take(ring);
        put(ring, 40, 0x1122334455667788L);
        AddressSpace user = new AddressSpace();
        long buffer = user.map(4096);
        assertThat(ring.copyOut(ring.head(), 40, user, buffer)).isEqualTo(40);
        assertThat(user.getLong(buffer)).isEqualTo(40);
        for (int i = 8; i < 40; i += 8) {
            assertThat(user.getLong(buffer + i)).isEqualTo(0x1122334455667788L);
        }
    }

    @Test
    void copying_out_stops_at_a_fault() {
        put(ring, 40, 1);
        AddressSpace user = new AddressSpace();
        long end = user.map(4096) + 4096;
        assertThat(ring.copyOut(ring.head(), 40, user, end - 16)).isEqualTo(16);
    }

    @Test
    void positions_run_through_the_wrap_at_two_to_the_32() {
        ring.startAt(BEFORE_WRAP);
        assertThat(put(ring, 16, 1)).isTrue();
        assertThat(put(ring, 32, 2)).isTrue();
        assertThat(ring.tail()).isEqualTo(24);
        assertThat(put(ring, 24, 3)).isFalse();
        assertThat(take(ring)).isEqualTo(1);
        assertThat(take(ring)).isEqualTo(2);
        assertThat(ring.isEmpty()).isTrue();
        ring.checkInvariants();
    }

    @Test
    void a_record_larger_than_the_ring_is_refused_even_when_old_ones_may_be_lost() {
        ByteRing overwriting =
                ring(new Pages(ByteRing.pagesFor(64)), 64, WhenFull.OVERWRITE_OLDEST);
        assertThat(put(overwriting, 72, 1)).isFalse();
        assertThat(put(overwriting, 64, 1)).isTrue();
    }

    @Test
    void overwriting_loses_the_oldest_and_counts_them() {
        ByteRing overwriting =
                ring(new Pages(ByteRing.pagesFor(64)), 64, WhenFull.OVERWRITE_OLDEST);
        for (int value = 1; value <= 5; value++) {
            put(overwriting, 16, value);
        }
        put(overwriting, 32, 6); // needs the room of two
        assertThat(overwriting.overflowCount()).isEqualTo(3);
        assertThat(take(overwriting)).isEqualTo(4);
        assertThat(take(overwriting)).isEqualTo(5);
        assertThat(take(overwriting)).isEqualTo(6);
    }

    @Test
    void the_second_of_two_readers_does_not_get_the_record() {
        put(ring, 16, 1);
        int seenByBoth = ring.head();
        assertThat(ring.moveHead(seenByBoth, seenByBoth + 16)).isTrue();
        assertThat(ring.moveHead(seenByBoth, seenByBoth + 16)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {-8, 4, 48, 1 << 20})
    void a_head_where_no_record_can_be_is_put_back(int nonsense) {
        put(ring, 40, 1);
        pages.putInt(RingHeader.HEAD_OFFSET, nonsense);
        assertThat(ring.head()).isZero();
        assertThat(pages.getInt(RingHeader.HEAD_OFFSET)).isZero();
        assertThat(take(ring)).isEqualTo(1);
    }

    @Test
    void lengths_that_are_no_multiples_of_8_are_errors_of_the_simulator() {
        assertThatThrownBy(() -> ring.reserve(12)).isInstanceOf(InvariantViolation.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void random_records_come_out_as_they_went_in(long seed) {
        RandomStream random = RandomStream.named(seed, "records");
        ByteRing tested = ring(new Pages(ByteRing.pagesFor(256)), 256, WhenFull.REFUSE);
        tested.startAt(-256 * (1 + (int) seed));
        ArrayDeque<Long> model = new ArrayDeque<>();
        int modelBytes = 0;
        ArrayDeque<Integer> lengths = new ArrayDeque<>();
        for (long value = 1; value < 5_000; value++) {
            int bytes = 16 + 8 * random.nextInt(12);
            boolean fits = modelBytes + bytes <= 256;
            assertThat(put(tested, bytes, value)).as("seed %d", seed).isEqualTo(fits);
            if (fits) {
                model.add(value);
                lengths.add(bytes);
                modelBytes += bytes;
            }
            while (!model.isEmpty() && random.nextInt(3) == 0) {
                assertThat(take(tested)).as("seed %d", seed).isEqualTo(model.remove());
                modelBytes -= lengths.remove();
            }
            tested.checkInvariants();
        }
    }

    /** Records of a ring that overwrites, as a plain list has them. */
    private static final class OverwritingModel {
        private final ArrayDeque<Long> values = new ArrayDeque<>();
        private final ArrayDeque<Integer> lengths = new ArrayDeque<>();
        private int bytes;
        private int lost;

        void add(long value, int length) {
            while (bytes + length > OVERWRITTEN_BYTES) {
                remove();
                lost++;
            }
            values.add(value);
            lengths.add(length);
            bytes += length;
        }

        long remove() {
            bytes -= lengths.remove();
            return values.remove();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void overwriting_keeps_the_newest_whole_through_the_wrap_at_two_to_the_32(long seed) {
        RandomStream random = RandomStream.named(seed, "overwriting");
        ByteRing tested = ring(
                new Pages(ByteRing.pagesFor(OVERWRITTEN_BYTES)),
                OVERWRITTEN_BYTES,
                WhenFull.OVERWRITE_OLDEST);
        tested.startAt(-8 * (1 + random.nextInt(4_000)));
        OverwritingModel model = new OverwritingModel();
        boolean hasWrapped = false;
        for (long value = 1; value < 5_000; value++) {
            int before = tested.tail();
            int length = 16 + 8 * random.nextInt(15);
            assertThat(put(tested, length, value)).isTrue();
            model.add(value, length);
            hasWrapped |= before < 0 && tested.tail() >= 0;
            while (!model.values.isEmpty() && random.nextInt(4) == 0) {
                assertThat(take(tested)).as("seed %d", seed).isEqualTo(model.remove());
            }
            assertThat(tested.overflowCount()).as("seed %d", seed).isEqualTo(model.lost);
            assertThat(tested.isEmpty()).isEqualTo(model.values.isEmpty());
            tested.checkInvariants();
        }
        while (!model.values.isEmpty()) {
            assertThat(take(tested)).as("seed %d", seed).isEqualTo(model.remove());
        }
        assertThat(tested.isEmpty()).isTrue();
        assertThat(model.lost).isPositive();
        assertThat(hasWrapped).isTrue();
    }

    @Test
    void a_record_is_overwritten_also_when_it_straddles_the_end_at_the_wrap_of_positions() {
        ByteRing overwriting =
                ring(new Pages(ByteRing.pagesFor(64)), 64, WhenFull.OVERWRITE_OLDEST);
        overwriting.startAt(-16);
        put(overwriting, 40, 1); // from 2^32 - 16 to 24: straddles the end, and wraps
        put(overwriting, 24, 2);
        put(overwriting, 16, 3); // overwrites the first
        assertThat(overwriting.overflowCount()).isEqualTo(1);
        assertThat(overwriting.head()).isEqualTo(24);
        assertThat(take(overwriting)).isEqualTo(2);
        assertThat(take(overwriting)).isEqualTo(3);
    }
}
