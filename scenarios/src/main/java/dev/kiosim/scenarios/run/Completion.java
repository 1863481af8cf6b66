package dev.kiosim.scenarios.run;

import dev.kiosim.block.CacheState;
import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.aio.AioKiocb;
import dev.kiosim.kernel.aio.Attribute;
import dev.kiosim.kernel.aio.Kioctx;
import dev.kiosim.kernel.aio.Opcodes;
import dev.kiosim.kernel.aio.RequestAttributes;
import dev.kiosim.kernel.vfs.Kiocb;
import dev.kiosim.kernel.vfs.OpenFile;

/**
 * One line of the completion stream: a view of a request that has just completed. Fields are those
 * of {@link dev.kiosim.scenarios.vocabulary.Words#COMPLETION_FIELDS}.
 */
public final class Completion {
    private final TaskNames names;
    private @Nullable AioKiocb request;
    private long number;

    Completion(TaskNames names) {
        this.names = names;
    }

    Completion of(AioKiocb completed, long newNumber) {
        request = completed;
        number = newNumber;
        return this;
    }

    private AioKiocb request() {
        AioKiocb completed = request;
        if (completed == null) {
            throw new IllegalStateException("no completion yet");
        }
        return completed;
    }

    private Kiocb io() {
        return request().io;
    }

    /** Which completion of the run, from 1. */
    public long number() {
        return number;
    }

    /** When it completed. */
    public long timeNanos() {
        return request().completedNanos;
    }

    /**
     * Name of the task that submitted, or, in a replay, of the one that did when the trace was
     * recorded.
     */
    public String task() {
        return names.of(io());
    }

    /** The ABI of its context. */
    public String abi() {
        Kioctx context = request().context;
        return context == null ? "" : context.abi();
    }

    /** Name of its context. */
    public String context() {
        Kioctx context = request().context;
        return context == null ? "" : context.name();
    }

    /** What was asked for, by the opcode's name. */
    public String op() {
        return Opcodes.name(request().opcode);
    }

    /** Name of the file. */
    public String file() {
        OpenFile file = io().file;
        return file == null ? "" : file.name();
    }

    /** Position in the file, bytes. */
    public long offset() {
        return request().offsetBytes;
    }

    /** Length asked for, bytes (segments of a vectored operation). */
    public long length() {
        return request().lengthBytes;
    }

    /** The caller's {@code aio_data}. */
    public long data() {
        return request().userData;
    }

    /** Bytes, or -errno. */
    public long res() {
        return request().res;
    }

    /** From submission to completion. */
    public long latencyNanos() {
        return request().completedNanos - io().submittedNanos;
    }

    /** The part of the latency that no device worked on it. */
    public long queueNanos() {
        return latencyNanos() - serviceNanos();
    }

    /** The part of the latency in the device. */
    public long serviceNanos() {
        return io().deviceNanos;
    }

    /** Receipt: outside the block layer, before and after it. */
    public long kernelNanos() {
        return request().kernelNanos;
    }

    /** Receipt: in a plug, or waiting for a free request. */
    public long waitNanos() {
        return io().queueNanos;
    }

    /** Receipt: in a cache device, apart from the IO that it waited for. */
    public long cacheNanos() {
        return io().cacheNanos;
    }

    /** Receipt: in an IO scheduler. */
    public long schedulerNanos() {
        return io().schedulerNanos;
    }

    /** What the cache made of it, as far as its ABI told the program; NONE if it did not. */
    public CacheState cache() {
        RequestAttributes attributes = attributes();
        for (int i = 0; i < attributes.count(); i++) {
            if (attributes.attribute(i) == Attribute.CACHE_RESULT && attributes.ret(i) == 0) {
                return io().cacheState;
            }
        }
        return CacheState.NONE;
    }

    /** The rule by which the cache decided, whether or not the ABI can tell; empty if none. */
    public String cacheRule() {
        return io().cacheRule;
    }

    /** The attributes of the iocb and their returns; none under an ABI without them. */
    public RequestAttributes attributes() {
        return request().attributes;
    }

    /** Adds the attribute returns to {@code digest}. */
    void addAttributes(StreamDigest digest) {
        RequestAttributes attributes = attributes();
        digest.add(attributes.count());
        for (int i = 0; i < attributes.count(); i++) {
            digest.add(attributes.id(i)).add(attributes.cookie(i)).add(attributes.ret(i));
            Attribute attribute = attributes.attribute(i);
            for (int f = 0; attribute != null && f < attribute.returnFieldCount(); f++) {
                digest.add(attributes.ret(i) == 0 ? attributes.returnValue(i, f) : 0);
            }
        }
    }
}
