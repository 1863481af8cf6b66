package dev.kiosim.scenarios.conformance.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bios that the kernel makes of what goes through its page cache. */
class BufferedIoTest {
    private static final long DEVICE_BYTES = 64L << 20;
    private static final int KIB = 1024;
    private static final int SHORT = -5;

    private final List<String> bios = new ArrayList<>();
    private final PageCache pages = new PageCache(DEVICE_BYTES);
    private final BufferedIo io = new BufferedIo(pages, DEVICE_BYTES, new BufferedIo.Bios() {
        @Override
        public void submit(Bio.Op op, int flags, long sector, int sectors) {
            bios.add(op + " " + sector + "+" + sectors);
        }

        @Override
        public int await() {
            return 0;
        }

        @Override
        public void pause() {
            bios.add("pause");
        }
    });

    @Test
    void a_write_of_whole_pages_is_a_bio_for_each() {
        io.write(8 * KIB, 8 * KIB);
        assertThat(bios).containsExactly("WRITE 16+8", "WRITE 24+8");
    }

    @Test
    void of_a_page_that_is_written_in_part_the_rest_is_read_first() {
        io.write(8 * KIB + 512, 2 * KIB);
        assertThat(bios).containsExactly("READ 16+8", "WRITE 16+8");
    }

    @Test
    void both_ends_of_a_write_are_read_if_they_are_parts_of_pages() {
        io.write(512, 8 * KIB);
        assertThat(bios)
                .containsExactly("READ 0+8", "READ 16+8", "WRITE 0+8", "WRITE 8+8", "WRITE 16+8");
    }

    @Test
    void a_page_that_was_written_in_part_stays_in_the_page_cache() {
        io.write(8 * KIB + 512, 2 * KIB);
        bios.clear();
        io.readAhead(4 * KIB, 12 * KIB, SHORT);
        assertThat(bios).containsExactly("READ 8+8", "READ 24+8", "pause");
    }

    @Test
    void a_page_that_was_read_as_a_whole_does_not_stay() {
        io.readAhead(0, 4 * KIB, SHORT);
        io.readAhead(0, 4 * KIB, SHORT);
        assertThat(bios).containsExactly("READ 0+8", "pause", "READ 0+8", "pause");
    }

    @Test
    void a_direct_write_drops_every_page_that_it_touches() {
        io.write(512, KIB);
        pages.dropTouched(3 * KIB, 512);
        bios.clear();
        io.write(512, KIB);
        assertThat(bios).containsExactly("READ 0+8", "WRITE 0+8");
    }

    @Test
    void a_discard_drops_only_pages_that_lie_within_it() {
        io.write(512, KIB);
        pages.dropWhole(512, 8 * KIB);
        bios.clear();
        io.write(512, KIB);
        assertThat(bios).containsExactly("WRITE 0+8");
    }

    @Test
    void read_ahead_asks_for_1280_kib_and_the_read_gets_the_rest() {
        io.readAhead(0, 1536 * KIB, SHORT);
        assertThat(bios).containsExactly("READ 0+2048", "READ 2048+512", "pause", "READ 2560+512");
    }

    @Test
    void beyond_the_end_the_read_gets_less_than_it_asked_for() {
        assertThat(io.readAhead(DEVICE_BYTES - 4 * KIB, 8 * KIB, SHORT)).isEqualTo(SHORT);
    }
}
