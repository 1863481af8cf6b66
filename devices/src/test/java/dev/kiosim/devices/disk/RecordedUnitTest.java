package dev.kiosim.devices.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiosim.devices.disk.DiskMechanism.Direction;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedUnitTest {
    @ParameterizedTest
    @ValueSource(strings = {"cheetah9lp_clean", "nearline7200_ref"})
    void every_recorded_sector_lies_where_disksim_has_it(String drive) {
        DiskConfig config = Recordings.drive(drive);
        DiskLayout layout = new DiskLayout(config.heads(), config.zones());
        TrackPosition position = new TrackPosition();
        SoftAssertions softly = new SoftAssertions();
        for (String[] row : Recordings.rows(drive + ".layout.csv")) {
            layout.locate(Long.parseLong(row[0]), position);
            double angle = (double) position.angleSector / position.sectorsPerTrack;
            softly.assertThat(new int[] {position.cylinder, position.head, position.sector})
                    .as("sector %s", row[0])
                    .containsExactly(
                            Integer.parseInt(row[1]),
                            Integer.parseInt(row[2]),
                            Integer.parseInt(row[3]));
            softly.assertThat(turnsBetween(angle, Double.parseDouble(row[4]))).isLessThan(1e-6);
        }
        softly.assertAll();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cheetah9lp_clean", "nearline7200_ref"})
    void every_recorded_seek_is_met_within_a_microsecond(String drive) {
        DiskConfig config = Recordings.drive(drive);
        int[] nanos =
                config.seek().tabulate(new DiskLayout(config.heads(), config.zones()).cylinders());
        assertThat(Recordings.rows(drive + ".seek.csv")).allSatisfy(row -> {
            int distance = Integer.parseInt(row[0]);
            long settle = distance == 0 ? 0 : config.writeSettleNanos();
            assertThat(nanos[distance] / 1e6).isCloseTo(Double.parseDouble(row[1]), within(1e-3));
            assertThat((nanos[distance] + settle) / 1e6)
                    .isCloseTo(Double.parseDouble(row[2]), within(1e-3));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"cheetah9lp_clean", "nearline7200_ref"})
    void every_recorded_access_is_met_within_two_microseconds(String drive) {
        DiskConfig config = Recordings.drive(drive);
        DiskMechanism mechanism = new DiskMechanism(config);
        assertThat(Recordings.rows(drive + ".access.csv")).isNotEmpty().allSatisfy(row -> {
            mechanism.placeArm(Integer.parseInt(row[0]), Integer.parseInt(row[1]));
            long start = Math.round(Double.parseDouble(row[2]) * 60e9 / config.rpm());
            Direction direction = row[3].equals("R") ? Direction.READ : Direction.WRITE;
            long end = mechanism.access(
                    start, Long.parseLong(row[4]), Long.parseLong(row[5]), direction);
            assertThat((end - start) / 1e6).isCloseTo(Double.parseDouble(row[9]), within(2e-3));
        });
    }

    /** The way from one angle to another, whichever side is shorter: 0.9999999 is next to 0. */
    private static double turnsBetween(double one, double other) {
        double distance = Math.abs(one - other);
        return Math.min(distance, 1 - distance);
    }
}
