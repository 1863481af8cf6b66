package dev.kiosim.kernel.aio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Profile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IoSetupTest {
    private final ClassicMachine machine = ClassicMachine.modern();

    @ParameterizedTest
    @CsvSource({
        "1, 127",
        "62, 127",
        "63, 255",
        "126, 255",
        "127, 383",
        "190, 383",
        "191, 511",
        "256, 639",
        "500, 1023",
        "1000, 2047",
        "4096, 8319",
        "65536, 131199"
    })
    void a_ring_is_twice_what_was_asked_in_whole_pages(long asked, int nr) {
        assertThat(machine.ring(machine.setup(asked)).nr()).isEqualTo(nr);
    }

    @Test
    void more_cpus_raise_the_floor() {
        ClassicMachine large = new ClassicMachine(Profile.MODERN, 64);
        assertThat(large.ring(large.setup(1)).nr()).isEqualTo(639);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 22",
        "65537, 11",
        "4194304, 11",
        "4194305, 22",
        "2147483647, 22",
        "2147483648, 11",
        "2147483649, 11",
        "2151677953, 22",
        "4294967295, 22"
    })
    void sizes_that_overflow_are_refused_as_32_bit_arithmetic_has_it(long asked, int errno) {
        assertThat(machine.setup(asked)).isEqualTo(-errno);
    }

    @Test
    void a_bad_pointer_comes_before_a_size_of_0() {
        assertThat(machine.call(AioV1.IO_SETUP, 0, ClassicMachine.BAD_POINTER))
                .isEqualTo(-Errno.EFAULT);
    }

    @Test
    void a_value_that_is_not_0_comes_before_a_size_over_the_limit() {
        machine.memory.putLong(machine.scratch, 1);
        assertThat(machine.call(AioV1.IO_SETUP, 70_000, machine.scratch)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void a_result_that_cannot_be_stored_undoes_the_context() {
        long page = machine.memory.map(8);
        machine.memory.protect(page, 4096, 1);
        assertThat(machine.call(AioV1.IO_SETUP, 100, page)).isEqualTo(-Errno.EFAULT);
        assertThat(machine.aio.aioNr()).isZero();
    }

    @Test
    void the_lowest_free_id_is_given_out() {
        long first = machine.setup(1);
        machine.setup(1);
        machine.setup(1);
        machine.call(AioV1.IO_DESTROY, first);
        assertThat(machine.ring(machine.setup(1)).id()).isZero();
        assertThat(machine.ring(machine.setup(1)).id()).isEqualTo(3);
    }

    @Test
    void ids_go_on_beyond_the_first_table() {
        for (int id = 0; id < 70; id++) {
            assertThat(machine.ring(machine.setup(1)).id()).isEqualTo(id);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 100, 65_536})
    void aio_nr_counts_what_was_asked_for(long asked) {
        long context = machine.setup(asked);
        assertThat(machine.aio.aioNr()).isEqualTo(asked);
        machine.call(AioV1.IO_DESTROY, context);
        assertThat(machine.aio.aioNr()).isZero();
    }

    @Test
    void the_limit_is_that_of_the_whole_system() {
        machine.setup(65_536);
        assertThat(machine.setup(1)).isEqualTo(-Errno.EAGAIN);
    }

    @Test
    void a_fresh_header_has_every_field() {
        AioRingView ring = machine.ring(machine.setup(1));
        assertThat(ring.magic()).isEqualTo(0xa10a10a1);
        assertThat(ring.compatFeatures()).isEqualTo(1);
        assertThat(ring.incompatFeatures()).isZero();
        assertThat(ring.headerLength()).isEqualTo(32);
        assertThat(ring.head()).isZero();
        assertThat(ring.tail()).isZero();
    }
}
