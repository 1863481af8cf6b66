package dev.kiosim.kernel.aio;

import java.util.function.Function;

/** The kinds of contexts that random programs are written for. */
enum Tested {
    V1(run -> new TestedV1(AioV1.addTo(run.aio), run)),
    V2(run -> new TestedV2(AioV2.addTo(run.aio, run.config(V2Variant.RIGHT)), run)),
    NOCTX(run -> new TestedNoctx(AioV2.addTo(run.aio, run.config(V2Variant.RIGHT)), run)),
    /** For the test that a mistake is found, and told in few lines. */
    V2_WITHOUT_RETURNS(run -> new TestedV2(
            AioV2.addTo(run.aio, run.config(new V2Prototype(V2Prototype.Defect.P2))), run)),
    /** Likewise. */
    NOCTX_PUSHED_ONCE(run -> new TestedNoctx(
            AioV2.addTo(run.aio, run.config(new V2Prototype(V2Prototype.Defect.P4))), run));

    private final Function<ProgramRun, TestedAbi> maker;

    Tested(Function<ProgramRun, TestedAbi> maker) {
        this.maker = maker;
    }

    /** Adds the ABI to the machine of {@code run}. */
    TestedAbi addTo(ProgramRun run) {
        return maker.apply(run);
    }
}
