package dev.kiosim.kernel.aio;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.kernel.PerTask;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.Work;
import dev.kiosim.kernel.vfs.FileCall;
import dev.kiosim.kernel.vfs.Kiocb;
import dev.kiosim.kernel.vfs.KiocbEnd;
import dev.kiosim.kernel.vfs.OpenFile;

/**
 * An FSYNC or FDSYNC request: a worker calls the file's fsync, sleeps until it is done, and
 * completes the request. Source: Linux fs/aio.c, aio_fsync_work.
 */
final class FsyncWork implements Work {
    private final Aio aio;
    private final AioKiocb request;
    private final KiocbEnd completes;

    FsyncWork(Aio aio, AioKiocb request) {
        this.aio = aio;
        this.request = request;
        completes = request.io.end;
    }

    @Override
    public long run(Task worker) {
        OpenFile file = request.io.file;
        if (file == null) {
            throw violated("an fsync request has no file");
        }
        PerTask<FileCall> calls = aio.fileCalls();
        return calls.of(worker).begin(FileCall.Kind.FSYNC, file, request.io, this::done);
    }

    private long done(Task worker, Kiocb io, long result) {
        io.end = completes;
        aio.complete(request, result);
        aio.kernel().batchEnded();
        return 0;
    }
}
