package dev.kiosim.devices.ssd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.engine.RandomStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteBufferTest {
    @Test
    void a_page_that_is_being_programmed_gets_a_new_slot_for_new_data() {
        WriteBuffer buffer = new WriteBuffer(4, 16);
        int old = buffer.open(7);
        buffer.add(old, 1);
        buffer.close(old);
        int young = buffer.open(7);
        assertThat(young).isNotEqualTo(old);
        assertThat(buffer.find(7)).isEqualTo(young);
        buffer.release(old);
        assertThat(buffer.find(7)).isEqualTo(young);
        assertThat(buffer.used()).isEqualTo(1);
    }

    @Test
    void the_open_page_with_the_oldest_data_is_first() {
        WriteBuffer buffer = new WriteBuffer(4, 16);
        int first = buffer.open(1);
        int second = buffer.open(2);
        int third = buffer.open(3);
        buffer.close(first);
        buffer.release(second);
        assertThat(buffer.oldestOpen()).isEqualTo(third);
        assertThat(buffer.openCount()).isEqualTo(1);
    }

    @Test
    void a_page_is_whole_when_all_its_sectors_are_there() {
        WriteBuffer buffer = new WriteBuffer(4, 64);
        int slot = buffer.open(1);
        buffer.add(slot, 0xffff_ffffL);
        assertThat(buffer.isWhole(slot)).isFalse();
        buffer.add(slot, -1L << 32);
        assertThat(buffer.isWhole(slot)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void pages_are_found_as_in_a_plain_map(long seed) {
        RandomStream random = RandomStream.named(seed, "buffer");
        WriteBuffer buffer = new WriteBuffer(500, 16);
        Map<Long, Integer> model = new LinkedHashMap<>();
        for (int i = 0; i < 20_000; i++) {
            long page = random.nextInt(700);
            Integer known = model.get(page);
            if (known == null && !buffer.isFull()) {
                model.put(page, buffer.open(page));
            } else if (known != null && random.nextInt(2) == 0) {
                buffer.release(known);
                model.remove(page);
            }
            long asked = random.nextInt(700);
            assertThat(buffer.find(asked)).isEqualTo(model.getOrDefault(asked, WriteBuffer.NONE));
            assertThat(buffer.used()).isEqualTo(model.size());
        }
    }
}
