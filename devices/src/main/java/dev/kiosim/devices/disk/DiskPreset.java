package dev.kiosim.devices.disk;

import dev.kiosim.devices.disk.ReadCacheConfig.ReadAheadPolicy;
import java.util.List;

/** Drives with all their numbers: the models that the spec of devices names, section 1.3. */
enum DiskPreset {
    /**
     * A made-up 7200 rpm drive of 954 GB, shaped after public specifications of nearline drives:
     * one of the two drives recorded with DiskSim 4.0. 128 MiB of buffer is typical (assumed).
     */
    NEARLINE_7200("nearline7200") {
        @Override
        DiskConfig config() {
            return new DiskConfig(
                    2,
                    NEARLINE_ZONES,
                    7200,
                    NEARLINE_SEEK,
                    900_000,
                    300_000,
                    200_000,
                    200_000,
                    BUS_TAKES_NO_TIME,
                    1,
                    DiskConfig.Order.FIFO,
                    1_864_000_000L,
                    512,
                    new ReadCacheConfig(32, 8192, 100_000, ReadAheadPolicy.STREAM),
                    WriteCacheConfig.WRITE_THROUGH);
        }
    },
    /**
     * Seagate Cheetah 9LP without its slips, spares and gaps, as in the validation set of DiskSim
     * 4.0.
     */
    CHEETAH_9LP_CLEAN("cheetah9lp-clean") {
        @Override
        DiskConfig config() {
            return new DiskConfig(
                    12,
                    CHEETAH_ZONES,
                    10045,
                    CHEETAH_SEEK,
                    30_000,
                    461_000,
                    200_000,
                    200_000,
                    BUS_TAKES_NO_TIME,
                    1,
                    DiskConfig.Order.FIFO,
                    17_949_660L,
                    512,
                    new ReadCacheConfig(3, 561, 100_000, ReadAheadPolicy.STREAM),
                    WriteCacheConfig.WRITE_THROUGH);
        }
    },
    /** HP 97560. Source: Ruemmler and Wilkes 1994, by a public simulator's header. */
    HP_97560("hp-97560") {
        @Override
        DiskConfig config() {
            return new DiskConfig(
                    19,
                    List.of(new Zone(0, 1962, 72, 8, 18)),
                    4002,
                    HP_97560_SEEK,
                    1_600_000,
                    0,
                    2_200_000,
                    2_200_000,
                    BUS_TAKES_NO_TIME,
                    1,
                    DiskConfig.Order.FIFO,
                    2_684_016L,
                    512,
                    new ReadCacheConfig(1, 256, 2_200_000, ReadAheadPolicy.STREAM),
                    WriteCacheConfig.WRITE_THROUGH);
        }
    },
    /**
     * HP C2200A. Source: Ruemmler and Wilkes 1994; geometry and overheads assumed. Its 113 sectors
     * of 256 bytes a track are taken as 56 of 512, its skews of 34 and 43 halved.
     */
    HP_C2200A("hp-c2200a") {
        @Override
        DiskConfig config() {
            return new DiskConfig(
                    8,
                    List.of(new Zone(0, 1449, 56, 17, 21)),
                    4002,
                    HP_C2200A_SEEK,
                    2_500_000,
                    0,
                    1_100_000,
                    5_100_000,
                    BUS_TAKES_NO_TIME,
                    1,
                    DiskConfig.Order.FIFO,
                    649_152L,
                    512,
                    new ReadCacheConfig(1, 64, 1_100_000, ReadAheadPolicy.STREAM),
                    WriteCacheConfig.WRITE_THROUGH);
        }
    };

    private static final long BUS_TAKES_NO_TIME = 0;

    private static final List<Zone> NEARLINE_ZONES = List.of(
            new Zone(0, 25000, 4096, 492, 541),
            new Zone(25000, 25000, 3968, 477, 524),
            new Zone(50000, 25000, 3840, 461, 507),
            new Zone(75000, 25000, 3648, 438, 482),
            new Zone(100000, 25000, 3456, 415, 457),
            new Zone(125000, 25000, 3264, 392, 431),
            new Zone(150000, 25000, 3072, 369, 406),
            new Zone(175000, 25000, 2848, 342, 376),
            new Zone(200000, 25000, 2624, 315, 347),
            new Zone(225000, 25000, 2400, 289, 317),
            new Zone(250000, 25000, 2144, 258, 284),
            new Zone(275000, 25000, 1920, 231, 254));
    private static final SeekCurve NEARLINE_SEEK = new SeekCurve.Points(
            new int[] {
                1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1000,
                1500, 2000, 3000, 4000, 5000, 7500, 10000, 12500, 15000, 20000, 25000, 30000, 35000,
                40000, 50000, 60000, 70000, 80000, 90000, 100000, 120000, 150000, 180000, 210000,
                240000, 270000, 299999
            },
            new int[] {
                924650, 934860, 942690, 949300, 955110, 960370, 969710, 977940, 995460, 1010230,
                1035000, 1074280, 1113450, 1146480, 1201870, 1248570, 1326910, 1451140, 1575000,
                1679420, 1854590, 2002270, 2250000, 2458850, 2642840, 3034540, 3364750, 3655680,
                3918690, 4385690, 4797110, 5169070, 5511130, 5829500, 6411350, 6937380, 7421120,
                7871370, 8294250, 8705050, 9526630, 10759010, 11991380, 13223760, 14456130,
                15688510, 16920840
            });
    private static final List<Zone> CHEETAH_ZONES = List.of(
            new Zone(0, 848, 254, 97, 133),
            new Zone(848, 797, 245, 97, 133),
            new Zone(1645, 749, 238, 97, 117),
            new Zone(2394, 704, 227, 97, 116),
            new Zone(3098, 661, 217, 97, 108),
            new Zone(3759, 622, 209, 97, 108),
            new Zone(4381, 585, 201, 97, 108),
            new Zone(4966, 550, 189, 88, 94),
            new Zone(5516, 516, 181, 88, 93),
            new Zone(6032, 486, 174, 88, 93),
            new Zone(6518, 444, 167, 88, 80));
    private static final SeekCurve CHEETAH_SEEK = new SeekCurve.Points(
            new int[] {
                1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 25, 30, 35, 40, 45, 50, 60, 70,
                80, 90, 100, 125, 150, 175, 200, 225, 250, 275, 300, 325, 350, 375, 400, 425, 450,
                475, 500, 600, 700, 800, 900, 1000, 1100, 1200, 1300, 1400, 1500, 1600, 1700, 1800,
                1900, 2000, 2100, 2200, 2300, 2400, 2500, 2600, 2700, 2800, 2900, 3000, 3100, 3200,
                3300, 3400, 3500, 3600, 3700, 3800, 3900, 4000, 4100, 4200, 4300, 4400, 4500, 4600,
                4700, 4800, 4900, 5000, 5100, 5200, 5300, 5400, 5500, 5600, 5700, 5800, 5900, 6000,
                6100, 6200, 6300, 6400, 6500, 6600, 6700, 6800, 6894
            },
            new int[] {
                831000, 1003000, 1089000, 1092000, 1268000, 1263000, 1271000, 1439000, 1433000,
                1448000, 1449000, 1447000, 1453000, 1533000, 1534000, 1625000, 1624000, 1712000,
                1715000, 1765000, 1804000, 1893000, 1945000, 1983000, 2072000, 2145000, 2161000,
                2259000, 2510000, 2517000, 2519000, 2607000, 2701000, 2699000, 2841000, 2874000,
                2962000, 3051000, 3014000, 3104000, 3098000, 3230000, 3399000, 3638000, 3823000,
                3995000, 4118000, 4271000, 4397000, 4427000, 4573000, 4757000, 4833000, 4930000,
                4993000, 5190000, 5282000, 5428000, 5541000, 5624000, 5726000, 5815000, 5963000,
                6082000, 6163000, 6245000, 6345000, 6423000, 6665000, 6737000, 6847000, 6887000,
                6977000, 7068000, 7164000, 7328000, 7419000, 7507000, 7649000, 7691000, 7831000,
                7959000, 8087000, 8135000, 8223000, 8311000, 8492000, 8626000, 8659000, 8805000,
                8987000, 8962000, 9106000, 9201000, 9296000, 9524000, 9698000, 9702000, 9830000,
                9878000, 10009000, 10147000, 10230000, 10363000, 10540000, 10627000
            });
    private static final SeekCurve HP_97560_SEEK =
            new SeekCurve.TwoPieces(383, 3_240_000, 400_000, 8_000_000, 8_000);
    private static final SeekCurve HP_C2200A_SEEK =
            new SeekCurve.TwoPieces(616, 3_450_000, 597_000, 10_800_000, 12_000);

    private final String word;

    DiskPreset(String word) {
        this.word = word;
    }

    /** The word in a scenario. */
    String word() {
        return word;
    }

    /** The drive: write-through, one command at a time, bus not modelled. */
    abstract DiskConfig config();
}
