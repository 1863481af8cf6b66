package dev.kiosim.kernel.aio;

import dev.kiosim.kernel.aio.V2Prototype.Defect;

/** The kinds of contexts that random programs are written for. */
enum Tested {
    V1,
    V2,
    NOCTX,
    /** For the test that a mistake is found, and told in few lines. */
    V2_WITHOUT_RETURNS,
    /** Likewise. */
    NOCTX_PUSHED_ONCE;

    /** Adds the ABI to the machine of {@code run}. */
    TestedAbi addTo(ProgramRun run) {
        return switch (this) {
            case V1 -> new TestedV1(AioV1.addTo(run.aio), run);
            case V2 -> new TestedV2(abi(run, V2Variant.RIGHT), run);
            case V2_WITHOUT_RETURNS -> new TestedV2(abi(run, new V2Prototype(Defect.P2)), run);
            case NOCTX -> new TestedNoctx(abi(run, V2Variant.RIGHT), run);
            case NOCTX_PUSHED_ONCE -> new TestedNoctx(abi(run, new V2Prototype(Defect.P4)), run);
        };
    }

    private static AioV2 abi(ProgramRun run, V2Variant variant) {
        return AioV2.addTo(run.aio, run.config(variant));
    }
}
