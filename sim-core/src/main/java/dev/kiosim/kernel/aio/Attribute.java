package dev.kiosim.kernel.aio;

import static dev.kiosim.kernel.aio.AttributeField.none;
import static dev.kiosim.kernel.aio.AttributeField.u32;
import static dev.kiosim.kernel.aio.AttributeField.u64;

import dev.kiosim.engine.Nullable;
import java.util.List;

/**
 * The attributes of the new ABI: one row each. Adding one is a row here, the line in
 * {@link AttributeRequests} that hands its request down (if it has one), and the line in
 * {@link AttributeAnswers} that reads the answer from what the layer left in the request.
 *
 * <p>Columns: id, the layer that answers, payload of the request, payload of the return. Source:
 * new ABI specification, section 4.
 */
public final class Attribute {
    /** Accounts the IO to another task. */
    public static final Attribute PROXY_PID = new Attribute(
            0,
            "PROXY_PID",
            "block layer",
            u64("pid"),
            none(),
            AttributeRequests::proxyPid,
            AttributeAnswers::accounted);
    /** How long the IO took. */
    public static final Attribute IO_TIME = new Attribute(
            1,
            "IO_TIME",
            "any file",
            none(),
            u64("queue_ns", "service_ns", "total_ns"),
            AttributeRequests::nothing,
            AttributeAnswers::ioTime);
    /** What the block cache made of it; {@code state} as in {@link dev.kiosim.block.CacheState}. */
    public static final Attribute CACHE_RESULT = new Attribute(
            2,
            "CACHE_RESULT",
            "bcache",
            none(),
            u32("state", "hit_sectors", "cached_sectors_inserted", "dirty"),
            AttributeRequests::nothing,
            AttributeAnswers::cacheResult);
    /** What the page cache made of it: buffered files only. */
    public static final Attribute PAGE_CACHE_RESULT = new Attribute(
            3,
            "PAGE_CACHE_RESULT",
            "page cache",
            none(),
            u32("pages_hit", "pages_missed", "readahead_pages", "zero"),
            AttributeRequests::nothing,
            AttributeAnswers::pageCacheResult);
    /** Asks caches to cache (1), bypass (2) or drop (3) the data. */
    public static final Attribute CACHE_HINT = new Attribute(
            4,
            "CACHE_HINT",
            "bcache, page cache",
            u64("hint"),
            u64("applied"),
            AttributeRequests::cacheHint,
            AttributeAnswers::cacheHint);
    /** Priority for the IO scheduler: class and level. */
    public static final Attribute IO_PRIORITY = new Attribute(
            5,
            "IO_PRIORITY",
            "block layer (scheduler)",
            u32("class", "level"),
            none(),
            AttributeRequests::ioPriority,
            AttributeAnswers::priorityTaken);
    /** CRC-32C of the data; a write carries the one to be verified as a second number. */
    public static final Attribute CHECKSUM = new Attribute(
            6,
            "CHECKSUM",
            "block layer",
            u64("seed"),
            u64("crc32c"),
            AttributeRequests::checksum,
            AttributeAnswers::checksum);
    /** Which devices of the stack served a part of it. */
    public static final Attribute DEVICE_PATH = new Attribute(
            7,
            "DEVICE_PATH",
            "every block device",
            none(),
            u64("devices"),
            AttributeRequests::nothing,
            AttributeAnswers::devicePath);

    /** Most 8-byte words that a request's payload has. */
    static final int REQUEST_WORDS_MAX = 2;
    /** Most 8-byte words that a return's payload has. */
    static final int RETURN_WORDS_MAX = 3;

    /** All rows; each at the index that is its id. */
    private static final Attribute[] TABLE = {
        PROXY_PID,
        IO_TIME,
        CACHE_RESULT,
        PAGE_CACHE_RESULT,
        CACHE_HINT,
        IO_PRIORITY,
        CHECKSUM,
        DEVICE_PATH
    };

    private final int id;
    private final String name;
    private final String answeredBy;
    private final AttributeField[] requestFields;
    private final AttributeField[] returnFields;
    private final int requestBytes;
    private final int returnBytes;
    private final AttributeRequest request;
    private final AttributeAnswer answer;

    private Attribute(
            int id,
            String name,
            String answeredBy,
            AttributeField[] requestFields,
            AttributeField[] returnFields,
            AttributeRequest request,
            AttributeAnswer answer) {
        this.id = id;
        this.name = name;
        this.answeredBy = answeredBy;
        this.requestFields = requestFields;
        this.returnFields = returnFields;
        requestBytes = IocbAttrView.SIZE_BYTES + payloadBytes(requestFields);
        returnBytes = IocbAttrRetView.SIZE_BYTES + payloadBytes(returnFields);
        this.request = request;
        this.answer = answer;
    }

    /** The attribute of that id, or null; a kernel may know fewer than there are. */
    public static @Nullable Attribute find(int id) {
        return id >= 0 && id < TABLE.length ? TABLE[id] : null;
    }

    /** The attribute of that name, in capitals as in the reference, or null. */
    public static @Nullable Attribute find(String name) {
        for (Attribute attribute : TABLE) {
            if (attribute.name.equals(name)) {
                return attribute;
            }
        }
        return null;
    }

    /** The whole table, by id. */
    public static List<Attribute> all() {
        return List.of(TABLE);
    }

    /** Name in the reference, such as {@code IO_TIME}. */
    public String name() {
        return name;
    }

    /** Number in {@code iocb_attr.id}. */
    public int id() {
        return id;
    }

    /** The layer that answers it, in words. */
    public String answeredBy() {
        return answeredBy;
    }

    /** The payload of a request, apart from what a write adds ({@link #requestBytes}). */
    public List<AttributeField> requestFields() {
        return List.of(requestFields);
    }

    /** The payload of a return that was handled. */
    public List<AttributeField> returnFields() {
        return List.of(returnFields);
    }

    /** How many numbers a handled return carries. */
    public int returnFieldCount() {
        return returnFields.length;
    }

    /** Number {@code index} of a handled return. */
    public AttributeField returnField(int index) {
        return returnFields[index];
    }

    /** Size of {@code struct iocb_attr} with its payload, in an iocb that writes or does not. */
    public int requestBytes(boolean writes) {
        boolean carriesExpected = this == CHECKSUM && writes;
        return requestBytes + (carriesExpected ? Long.BYTES : 0);
    }

    /** Size of {@code struct iocb_attr_ret} with its payload, if it was handled. */
    public int returnBytes() {
        return returnBytes;
    }

    AttributeRequest request() {
        return request;
    }

    AttributeAnswer answer() {
        return answer;
    }

    private static int payloadBytes(AttributeField[] fields) {
        int bytes = 0;
        for (AttributeField field : fields) {
            bytes += field.sizeBytes();
        }
        return bytes;
    }

    @Override
    public String toString() {
        return name;
    }
}
