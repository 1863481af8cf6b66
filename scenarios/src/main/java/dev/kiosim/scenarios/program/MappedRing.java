package dev.kiosim.scenarios.program;

import dev.kiosim.kernel.aio.AioRingV2View;
import dev.kiosim.kernel.aio.AioRingView;
import dev.kiosim.memory.AddressSpace;

/** What a reaper in user space must know of the ring it has mapped: one class for each ABI. */
interface MappedRing {
    /** The ring of the context whose header lies at {@code context}, by its magic number. */
    static MappedRing at(AddressSpace memory, long context) {
        boolean isNew = memory.isReadable(context, Integer.BYTES)
                && memory.getInt(context) == AioRingV2View.MAGIC;
        return isNew
                ? new NewRing(new AioRingV2View().wrap(memory, context))
                : new ClassicRing(new AioRingView().wrap(memory, context));
    }

    /** Address of head. */
    long headAddress();

    /** Address of tail. */
    long tailAddress();

    /** Address of the flags; 0 if the header has none. */
    long flagsAddress();

    /** Address of the length of the returns of the event at {@code head}; 0 if it has none. */
    long lengthAddress(int head);

    /** Address of the event's {@code data}. */
    long dataAddress(int head);

    /** Address of the event's {@code res}. */
    long resAddress(int head);

    /** Where head goes behind the event at {@code head}, whose returns are so long. */
    int behind(int head, long length);

    /** A head or tail, for people. */
    default String position(long head) {
        return Long.toString(head & 0xffffffffL);
    }

    /** Slots of fixed size; head and tail are kept modulo their number. */
    record ClassicRing(AioRingView ring) implements MappedRing {
        private static final int RES_OFFSET = 16;

        @Override
        public long headAddress() {
            return ring.headAddress();
        }

        @Override
        public long tailAddress() {
            return ring.tailAddress();
        }

        @Override
        public long flagsAddress() {
            return 0;
        }

        @Override
        public long lengthAddress(int head) {
            return 0;
        }

        @Override
        public long dataAddress(int head) {
            return ring.eventAddress(head);
        }

        @Override
        public long resAddress(int head) {
            return ring.eventAddress(head) + RES_OFFSET;
        }

        @Override
        public int behind(int head, long length) {
            return head + 1 == ring.nr() ? 0 : head + 1;
        }
    }

    /** Bytes; head and tail run freely through 32 bits. */
    record NewRing(AioRingV2View ring) implements MappedRing {
        private static final int RES_OFFSET = 8;
        private static final int ATTR_BYTES_OFFSET = 24;
        private static final int EVENT_BYTES = 32;

        @Override
        public long headAddress() {
            return ring.headAddress();
        }

        @Override
        public long tailAddress() {
            return ring.tailAddress();
        }

        @Override
        public long flagsAddress() {
            return ring.flagsAddress();
        }

        @Override
        public long lengthAddress(int head) {
            return ring.wordAddress(head + ATTR_BYTES_OFFSET);
        }

        @Override
        public long dataAddress(int head) {
            return ring.wordAddress(head);
        }

        @Override
        public long resAddress(int head) {
            return ring.wordAddress(head + RES_OFFSET);
        }

        @Override
        public int behind(int head, long length) {
            return head + EVENT_BYTES + (int) length;
        }

        @Override
        public String position(long head) {
            return "0x" + Integer.toHexString((int) head);
        }
    }
}
