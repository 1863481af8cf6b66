package dev.kiosim.scenarios.conformance.bcache;

import dev.kiosim.scenarios.conformance.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sizes and settings of a recording.
 *
 * @param fields as they stand in the file
 */
record Setup(Json.Obj fields) {
    private static final List<String> KNOWN = List.of(
            "backing_bytes",
            "cache_bytes",
            "bucket_bytes",
            "cache_block_bytes",
            "backing_block_bytes",
            "device_logical_block_bytes",
            "data_offset_sectors",
            "cache_mode",
            "sequential_cutoff_bytes",
            "cache_replacement_policy",
            "cache_discard",
            "congested_read_threshold_us",
            "congested_write_threshold_us",
            "readahead_cache_policy",
            "writeback_running",
            "writeback_percent",
            "writeback_delay_s",
            "settle_us",
            "backing_latency_ns",
            "module_parameters");
    /** Which setting is which attribute, in the order in which the recorder wrote them. */
    private static final Map<String, String> ATTRIBUTES = attributesBySetting();

    private static final int CUTOFF_WRITEBACK = 40;
    private static final int CUTOFF_WRITEBACK_SYNC = 70;

    private static Map<String, String> attributesBySetting() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("congested_read_threshold_us", "cset/congested_read_threshold_us");
        names.put("congested_write_threshold_us", "cset/congested_write_threshold_us");
        names.put("cache_mode", "bdev/cache_mode");
        names.put("sequential_cutoff_bytes", "bdev/sequential_cutoff");
        names.put("writeback_percent", "bdev/writeback_percent");
        names.put("writeback_delay_s", "bdev/writeback_delay");
        names.put("writeback_running", "bdev/writeback_running");
        names.put("readahead_cache_policy", "bdev/readahead_cache_policy");
        names.put("cache_discard", "cache/discard");
        names.put("cache_replacement_policy", "cache/cache_replacement_policy");
        return names;
    }

    /** Checks that nothing in it is unknown. */
    static Setup of(Json.Obj fields) throws UnreadableRecordingException {
        for (String name : fields.fields().keySet()) {
            if (!KNOWN.contains(name)) {
                throw new UnreadableRecordingException("unknown setting " + name);
            }
        }
        Setup setup = new Setup(fields);
        setup.moduleParameters();
        return setup;
    }

    /** A number, which has to be there. */
    long number(String name) throws UnreadableRecordingException {
        if (!(fields.find(name) instanceof Json.Whole)) {
            throw new UnreadableRecordingException("no number for setting " + name);
        }
        return fields.number(name, 0);
    }

    /** A number that may be left out; then it is 0. */
    long numberOrZero(String name) {
        return fields.number(name, 0);
    }

    /** The sysfs attributes that were set before the trace, in order; those left alone are not. */
    Map<String, String> attributes() {
        Map<String, String> values = new LinkedHashMap<>();
        ATTRIBUTES.forEach((setting, attribute) -> {
            Json value = fields.find(setting);
            if (value instanceof Json.Text text) {
                values.put(attribute, text.value());
            } else if (value instanceof Json.Whole whole) {
                values.put(attribute, whole.toString());
            } // a setting that is null was left alone
        });
        return values;
    }

    /** {@code cutoff_writeback}, per cent. */
    int cutoffWriteback() throws UnreadableRecordingException {
        return moduleParameters().getOrDefault("bch_cutoff_writeback", CUTOFF_WRITEBACK);
    }

    /** {@code cutoff_writeback_sync}, per cent. */
    int cutoffWritebackSync() throws UnreadableRecordingException {
        return moduleParameters().getOrDefault("bch_cutoff_writeback_sync", CUTOFF_WRITEBACK_SYNC);
    }

    private Map<String, Integer> moduleParameters() throws UnreadableRecordingException {
        Map<String, Integer> values = new LinkedHashMap<>();
        for (String parameter : fields.text("module_parameters", "").strip().split("\\s+", -1)) {
            String[] parts = parameter.split("=", 2);
            boolean known = parts[0].equals("bch_cutoff_writeback")
                    || parts[0].equals("bch_cutoff_writeback_sync");
            if (known && parts.length == 2 && parts[1].matches("\\d{1,3}")) {
                values.put(parts[0], Integer.valueOf(parts[1]));
            } else if (!parameter.isEmpty()) {
                throw new UnreadableRecordingException("unknown module parameter " + parameter);
            }
        }
        return values;
    }
}
