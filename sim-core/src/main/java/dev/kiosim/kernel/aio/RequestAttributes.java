package dev.kiosim.kernel.aio;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Task;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.ring.ByteRing;
import java.util.Arrays;

/**
 * The attributes of one request and their returns, in the order of the iocb: what was asked, who
 * asked (the cookie), how it fared, and the payload of the answer. Part of a request and used
 * again; its arrays grow to the most attributes that an iocb ever had.
 */
public final class RequestAttributes {
    private static final Attribute[] NO_ATTRIBUTES = {};
    private static final int WORDS_IN = Attribute.REQUEST_WORDS_MAX;
    private static final int WORDS_OUT = Attribute.RETURN_WORDS_MAX;

    private final IocbAttrView view = new IocbAttrView();
    private int count;
    private Attribute[] attributes = NO_ATTRIBUTES;
    private int[] ids = {};
    private long[] cookies = {};
    private int[] rets = {};
    private int[] wordsGiven = {};
    private long[] requestWords = {};
    private long[] returnWords = {};

    RequestAttributes() {}

    // What listeners look at

    /** How many attributes the iocb had. */
    public int count() {
        return count;
    }

    /** Attribute {@code index}, or null if this kernel does not know it. */
    public @Nullable Attribute attribute(int index) {
        return attributes[index];
    }

    /** The id that the iocb named. */
    public int id(int index) {
        return ids[index];
    }

    /** The caller's cookie. */
    public long cookie(int index) {
        return cookies[index];
    }

    /** 0 handled, -EOPNOTSUPP not handled, -ENOSYS unknown, another -errno refused. */
    public int ret(int index) {
        return rets[index];
    }

    /**
     * A number of a handled return; {@code field} counts from 0 as in
     * {@link Attribute#returnField}. Meaningful only if {@link #ret} is 0.
     */
    public long returnValue(int index, int field) {
        Attribute attribute = attributes[index];
        return attribute == null
                ? 0
                : attribute.returnField(field).in(returnWords, index * WORDS_OUT);
    }

    // Submission

    void clear() {
        count = 0;
    }

    /**
     * Reads the attributes that follow an iocb.
     *
     * @param known bit n: this kernel knows id n
     * @param strict whether an unknown id refuses the iocb
     * @param writes whether the iocb's operation writes
     * @return 0, or -EINVAL if one is malformed or, under {@code strict}, unknown
     */
    long read(
            AddressSpace memory,
            long address,
            long bytes,
            long known,
            boolean strict,
            boolean writes) {
        count = 0;
        long end = address + bytes;
        for (long at = address; at < end; at += view.size()) {
            if (end - at < IocbAttrView.SIZE_BYTES) {
                return -Errno.EINVAL;
            }
            Attribute attribute = known(view.wrap(memory, at).id(), known);
            if (!isWellFormed(attribute, end - at, writes) || attribute == null && strict) {
                return -Errno.EINVAL;
            }
            add(attribute);
        }
        return 0;
    }

    private static @Nullable Attribute known(int id, long known) {
        Attribute attribute = Attribute.find(id);
        return attribute != null && (known >>> id & 1) != 0 ? attribute : null;
    }

    private boolean isWellFormed(@Nullable Attribute attribute, long bytesLeft, boolean writes) {
        int size = view.size();
        return size >= IocbAttrView.SIZE_BYTES
                && size % Long.BYTES == 0
                && size <= bytesLeft
                && (attribute == null || size == attribute.requestBytes(writes));
    }

    private void add(@Nullable Attribute attribute) {
        if (count == ids.length) {
            grow();
        }
        attributes[count] = attribute;
        ids[count] = view.id();
        cookies[count] = view.cookie();
        rets[count] = attribute == null ? -Errno.ENOSYS : 0;
        int words = attribute == null ? 0 : (view.size() - IocbAttrView.SIZE_BYTES) / Long.BYTES;
        wordsGiven[count] = words;
        for (int i = 0; i < WORDS_IN; i++) {
            requestWords[count * WORDS_IN + i] = i < words ? view.payload(i) : 0;
        }
        count++;
    }

    private void grow() {
        int length = Math.max(4, count * 2);
        attributes = Arrays.copyOf(attributes, length);
        ids = Arrays.copyOf(ids, length);
        cookies = Arrays.copyOf(cookies, length);
        rets = Arrays.copyOf(rets, length);
        wordsGiven = Arrays.copyOf(wordsGiven, length);
        requestWords = Arrays.copyOf(requestWords, length * WORDS_IN);
        returnWords = Arrays.copyOf(returnWords, length * WORDS_OUT);
    }

    /** Word {@code word} of what attribute {@code index} asks for; 0 behind its end. */
    long requestWord(int index, int word) {
        return requestWords[index * WORDS_IN + word];
    }

    /** How many words attribute {@code index} brought along. */
    int requestWords(int index) {
        return wordsGiven[index];
    }

    /** Hands down what the attributes ask for; one that is refused keeps its errno as its ret. */
    void apply(Task task, AioKiocb request) {
        for (int i = 0; i < count; i++) {
            Attribute attribute = attributes[i];
            if (attribute != null) {
                rets[i] = attribute.request().apply(task, request, i);
            }
        }
    }

    /** Most bytes that the returns can take. */
    int returnBytesMax() {
        int bytes = 0;
        for (int i = 0; i < count; i++) {
            Attribute attribute = attributes[i];
            bytes += attribute == null ? IocbAttrRetView.SIZE_BYTES : attribute.returnBytes();
        }
        return bytes;
    }

    // Completion

    /** Asks each attribute for its answer: {@code request} is complete. */
    void answer(AioKiocb request) {
        for (int i = 0; i < count; i++) {
            Attribute attribute = attributes[i];
            if (attribute != null && rets[i] == 0) {
                rets[i] = attribute.answer().answer(request, i);
            }
        }
    }

    void setReturn(int index, long word0, long word1, long word2) {
        int at = index * WORDS_OUT;
        returnWords[at] = word0;
        returnWords[at + 1] = word1;
        returnWords[at + 2] = word2;
    }

    /** Bytes that the returns take. */
    int returnBytes() {
        int bytes = 0;
        for (int i = 0; i < count; i++) {
            bytes += returnBytes(i);
        }
        return bytes;
    }

    /** Bytes of return {@code index}: a header alone, unless it was handled. */
    int returnBytes(int index) {
        Attribute attribute = attributes[index];
        return attribute == null || rets[index] != 0
                ? IocbAttrRetView.SIZE_BYTES
                : attribute.returnBytes();
    }

    /**
     * Writes the returns, packed, at {@code position} of a ring; returns the position behind them.
     */
    int putReturns(ByteRing ring, int position) {
        int at = position;
        for (int i = 0; i < count; i++) {
            int bytes = returnBytes(i);
            ring.putLong(at, cookies[i]);
            ring.putLong(at + Long.BYTES, sizeAndRet(i, bytes));
            for (int done = IocbAttrRetView.SIZE_BYTES; done < bytes; done += Long.BYTES) {
                ring.putLong(at + done, payloadWord(i, done));
            }
            at += bytes;
        }
        return at;
    }

    /** Writes the returns, packed, at {@code address} of user memory, which is writable. */
    void putReturns(AddressSpace memory, long address) {
        long at = address;
        for (int i = 0; i < count; i++) {
            int bytes = returnBytes(i);
            memory.putLong(at, cookies[i]);
            memory.putLong(at + Long.BYTES, sizeAndRet(i, bytes));
            for (int done = IocbAttrRetView.SIZE_BYTES; done < bytes; done += Long.BYTES) {
                memory.putLong(at + done, payloadWord(i, done));
            }
            at += bytes;
        }
    }

    private long sizeAndRet(int index, int bytes) {
        return bytes | (long) rets[index] << Integer.SIZE;
    }

    /** The word that lies {@code offset} bytes into return {@code index}. */
    private long payloadWord(int index, int offset) {
        return returnWords[index * WORDS_OUT + (offset - IocbAttrRetView.SIZE_BYTES) / Long.BYTES];
    }
}
