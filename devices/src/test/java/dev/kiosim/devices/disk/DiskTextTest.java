package dev.kiosim.devices.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosim.config.ConfigException;
import dev.kiosim.devices.TestMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskTextTest {
    private final TestMachine machine = TestMachine.withoutData();

    @Test
    void zones_are_read_in_order() {
        assertThat(DiskText.zones("848x254+97+133, 797x245+97+133"))
                .containsExactly(new Zone(0, 848, 254, 97, 133), new Zone(848, 797, 245, 97, 133));
    }

    @Test
    void a_seek_curve_of_points_is_straight_between_them() {
        int[] nanos = DiskText.seek("1:1000 11:2000").tabulate(22);
        assertThat(nanos[0]).isZero();
        assertThat(nanos[6]).isEqualTo(1500);
        assertThat(nanos[21]).isEqualTo(3000);
    }

    @Test
    void a_seek_curve_of_two_pieces_is_a_root_and_then_a_line() {
        int[] nanos = DiskText.seek("10 1000 100 2000 5").tabulate(21);
        assertThat(nanos[4]).isEqualTo(1200);
        assertThat(nanos[20]).isEqualTo(2100);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "zones: 848x254|zones is 848x254",
                "zones: 0x254+1+1|zones is 0 cylinders of 254",
                "seek: 1:1000 1:2000|seek is 1:2000",
                "seek: 1 2 3|seek is 1 2 3",
                "seek: 5:1 6:2|seek is 2 points",
                "size: 2TiB|size is 2199023255552",
                "read_ahead: track|segments is 0"
            })
    void a_setting_that_cannot_be_is_refused_with_its_key(String line, String message) {
        assertThatThrownBy(() -> machine.build("disk", line, "segments: 0"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void a_disk_of_ones_own_can_be_described_by_keys_alone() {
        assertThat(machine.build(
                                "disk",
                                "zones: 100x50+5+7",
                                "heads: 4",
                                "rpm: 3600",
                                "seek: 1:1000000 99:9000000")
                        .sectorCount())
                .isEqualTo(100 * 4 * 50);
    }
}
