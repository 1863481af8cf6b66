package dev.kiosim.memory;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class Crc32cTest {
    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + i / 7);
        }
        return bytes;
    }

    @Test
    void the_check_value_is_that_of_the_standard() {
        assertThat(Crc32c.of(0, "123456789".getBytes(US_ASCII), 0, 9)).isEqualTo(0xe3069283);
    }

    @Test
    void it_is_the_sum_that_the_library_of_java_knows() {
        byte[] bytes = bytes(3000);
        CRC32C known = new CRC32C();
        known.update(bytes, 0, bytes.length);
        assertThat(Crc32c.of(0, bytes, 0, bytes.length)).isEqualTo((int) known.getValue());
    }

    @Test
    void a_sum_continues_from_the_one_before() {
        byte[] bytes = bytes(3000);
        int first = Crc32c.of(0, bytes, 0, 1234);
        int whole = Crc32c.of(0, bytes, 0, 3000);
        assertThat(Crc32c.of(first, bytes, 1234, 3000 - 1234)).isEqualTo(whole);
        int second = Crc32c.of(0, bytes, 1234, 3000 - 1234);
        assertThat(Crc32c.append(first, second, 3000 - 1234)).isEqualTo(whole);
    }

    @Test
    void sums_of_sectors_make_the_sum_of_all() {
        byte[] bytes = bytes(4096);
        int sum = 0;
        for (int at = 0; at < bytes.length; at += Crc32c.SECTOR_BYTES) {
            sum = Crc32c.append(sum, Crc32c.of(0, bytes, at, Crc32c.SECTOR_BYTES));
        }
        assertThat(sum).isEqualTo(Crc32c.of(0, bytes, 0, bytes.length));
    }

    @Test
    void user_memory_is_summed_across_its_pages() {
        AddressSpace memory = new AddressSpace();
        long at = memory.map(16_384) + 100;
        byte[] bytes = bytes(10_000);
        memory.copyTo(at, bytes, 0, bytes.length);
        assertThat(Crc32c.of(0, memory, at, bytes.length))
                .isEqualTo(Crc32c.of(0, bytes, 0, bytes.length));
    }
}
