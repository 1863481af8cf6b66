package dev.kiosim.devices.ssd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiosim.engine.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlashPlaneTest {
    private static final int FREE_BLOCKS = 2;

    /** Pages written in all per page of the host, once the plane is in its steady state. */
    private static double amplification(FlashPlane plane, int pages, int physicalPages) {
        RandomStream random = RandomStream.named(11, "pages");
        for (int page = 0; page < pages; page++) {
            plane.write(page);
        }
        for (int i = 0; i < 2 * physicalPages; i++) {
            plane.write(random.nextInt(pages));
        }
        long host = plane.hostPages();
        long moved = plane.movedPages();
        for (int i = 0; i < physicalPages; i++) {
            plane.write(random.nextInt(pages));
        }
        return 1 + (double) (plane.movedPages() - moved) / (plane.hostPages() - host);
    }

    @ParameterizedTest
    @CsvSource({
        "1.1455, 32, 3.684",
        "1.28, 32, 2.327",
        "1.5, 32, 1.648",
        "1.1455, 64, 3.889",
        "1.28, 64, 2.401",
        "1.5, 64, 1.679"
    })
    void random_overwrites_amplify_as_greedy_cleaning_is_known_to(
            double alpha, int pagesPerBlock, double expected) {
        int physical = 2048 * pagesPerBlock;
        int logical = (int) (physical / alpha);
        FlashPlane plane = new FlashPlane(2048, pagesPerBlock, logical, FREE_BLOCKS);
        assertThat(amplification(plane, logical, physical))
                .isCloseTo(expected, within(expected * 0.03));
    }

    @ParameterizedTest
    @CsvSource({"1.28, 2.481", "1.5, 1.716", "2.0, 1.255"})
    void with_large_blocks_the_closed_form_holds(double alpha, double lambert) {
        int physical = 512 * 256;
        int logical = (int) ((physical - (FREE_BLOCKS + 2) * 256) / alpha);
        FlashPlane plane = new FlashPlane(512, 256, logical, FREE_BLOCKS);
        assertThat(amplification(plane, logical, physical))
                .isCloseTo(lambert, within(lambert * 0.03));
    }

    /** MQSim with greedy collection, threshold 3 %: the recording's own table. */
    @ParameterizedTest
    @CsvSource({"0.10, 6.427", "0.20, 2.934", "0.28, 2.105", "0.40, 1.525"})
    void free_blocks_held_back_cost_as_recorded_from_mqsim(double spare, double recorded) {
        int physical = 512 * 128;
        int logical = (int) (physical * (1 - spare));
        FlashPlane plane = new FlashPlane(512, 128, logical, 512 * 3 / 100);
        assertThat(amplification(plane, logical, physical))
                .isCloseTo(recorded, within(recorded * 0.06));
    }

    @Test
    void sequential_overwrites_move_nothing() {
        FlashPlane plane = new FlashPlane(64, 32, 1_800, FREE_BLOCKS);
        for (int i = 0; i < 20_000; i++) {
            plane.write(i % 1_800);
        }
        assertThat(plane.movedPages()).isZero();
        assertThat(plane.erasures()).isGreaterThan(500);
    }

    @Test
    void pages_that_were_discarded_are_not_moved() {
        FlashPlane full = new FlashPlane(256, 32, 7_000, FREE_BLOCKS);
        FlashPlane half = new FlashPlane(256, 32, 7_000, FREE_BLOCKS);
        RandomStream random = RandomStream.named(3, "pages");
        for (int page = 0; page < 7_000; page++) {
            full.write(page);
            half.write(page);
        }
        for (int page = 3_500; page < 7_000; page++) {
            half.unmap(page);
        }
        for (int i = 0; i < 30_000; i++) {
            int page = random.nextInt(3_500);
            full.write(page);
            half.write(page);
        }
        assertThat(half.mappedPages()).isEqualTo(3_500);
        assertThat(half.movedPages()).isLessThan(full.movedPages() / 3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void map_and_blocks_agree_after_every_mix_of_writes_and_discards(long seed) {
        RandomStream random = RandomStream.named(seed, "mix");
        FlashPlane plane = new FlashPlane(16, 8, 80, FREE_BLOCKS);
        boolean[] model = new boolean[80];
        for (int i = 0; i < 5_000; i++) {
            int page = random.nextInt(80);
            if (random.nextInt(5) == 0) {
                plane.unmap(page);
                model[page] = false;
            } else {
                plane.write(page);
                model[page] = true;
            }
            plane.checkInvariants();
        }
        for (int page = 0; page < 80; page++) {
            assertThat(plane.isMapped(page)).isEqualTo(model[page]);
        }
    }
}
