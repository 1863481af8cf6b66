package dev.kiosim.kernel.aio;

import java.util.function.LongConsumer;

/** One {@link ListPusher} for each CPU. */
final class ListPushers {
    private final ListPusher[] byCpu;

    ListPushers(AioV2 abi) {
        byCpu = new ListPusher[abi.aio().kernel().config().onlineCpus()];
        for (int cpu = 0; cpu < byCpu.length; cpu++) {
            byCpu[cpu] = new ListPusher(abi, cpu);
        }
    }

    /** Tells the state of all. */
    void state(LongConsumer to) {
        for (ListPusher pusher : byCpu) {
            pusher.state(to);
        }
    }

    /** The pusher of the CPU that completes {@code request}. */
    ListPusher of(AioKiocb request) {
        return byCpu[request.io.cpu];
    }
}
