package dev.kiosim.kernel.vfs;

import dev.kiosim.kernel.Errno;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** A file of /proc: its text is made when it is read from the start. */
public final class TextFile extends OpenFile {
    private final Supplier<String> text;

    /** Opens a file whose text is made by {@code text}. */
    public TextFile(String name, int flags, Supplier<String> text) {
        super(name, flags);
        this.text = text;
    }

    @Override
    public boolean hasReadIter() {
        return true;
    }

    @Override
    public boolean isSeekable() {
        return true;
    }

    @Override
    public long readIter(Kiocb kiocb) {
        byte[] bytes = text.get().getBytes(StandardCharsets.US_ASCII);
        long left = bytes.length - kiocb.position;
        int wanted = (int) Math.min(kiocb.buffers().remainingBytes(), left);
        if (wanted <= 0) {
            return 0;
        }
        int copied = kiocb.buffers()
                .copyTo(kiocb.process().memory(), bytes, (int) kiocb.position, wanted);
        return copied > 0 ? copied : -Errno.EFAULT;
    }
}
