package dev.kiosim.cli.output;

import static dev.kiosim.cli.output.StreamField.ABI;
import static dev.kiosim.cli.output.StreamField.CONTEXT;
import static dev.kiosim.cli.output.StreamField.DATA;

import dev.kiosim.block.CacheState;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.aio.RequestAttributes;
import dev.kiosim.scenarios.run.Completion;
import java.util.List;

/**
 * Columns for people. A value wider than its column pushes the rest of its line to the right: a
 * stream cannot know its widest value beforehand.
 */
final class TextFormat implements OutputFormat {
    private static final String CANNOT_TELL = "-";

    @Override
    public String name() {
        return "text";
    }

    @Override
    public String summary() {
        return "columns for people: times with units, a dash where the ABI cannot tell";
    }

    @Override
    public List<StreamField> fieldsByDefault() {
        return StreamField.byDefault().stream()
                .filter(field -> field != ABI && field != CONTEXT && field != DATA)
                .toList();
    }

    @Override
    public LineWriter writer(List<StreamField> fields) {
        return new Writer(fields.toArray(new StreamField[0]));
    }

    /** Characters of a column; below 0: what stands in it begins at the left. */
    private static int width(StreamField field) {
        return switch (field) {
            case TIME -> 15;
            case TASK -> -12;
            case ABI -> -3;
            case CONTEXT -> -7;
            case OP -> -6;
            case FILE -> -8;
            case OFFSET -> 11;
            case LENGTH -> 7;
            case DATA -> 6;
            case RES -> 7;
            case LATENCY, QUEUE, SERVICE -> 8;
            case RECEIPT_KERNEL, RECEIPT_WAIT, RECEIPT_CACHE -> 8;
            case RECEIPT_SCHEDULER -> 9;
            case CACHE -> -12;
            case ATTRIBUTES -> 0;
            case RULE -> -52;
        };
    }

    /** What stands above a column: the field, without the unit that each value has. */
    private static String title(StreamField field) {
        String word = field.word();
        return word.endsWith("_ns") ? word.substring(0, word.length() - 3) : word;
    }

    private static final class Writer implements LineWriter, ValueWriter {
        private final StreamField[] fields;
        private final int[] widths;
        private ByteText text = new ByteText(0);

        Writer(StreamField[] fields) {
            this.fields = fields;
            widths = new int[fields.length];
            for (int i = 0; i < fields.length; i++) {
                widths[i] = width(fields[i]);
            }
        }

        @Override
        public void head(ByteText to) {
            for (int i = 0; i < fields.length; i++) {
                int from = beginColumn(to, i);
                to.add(title(fields[i]));
                align(to, from, widths[i]);
            }
            to.trimRight().add('\n');
        }

        @Override
        public void line(ByteText to, Completion completion) {
            text = to;
            for (int i = 0; i < fields.length; i++) {
                int from = beginColumn(to, i);
                fields[i].put(completion, this);
                align(to, from, widths[i]);
            }
            to.trimRight().add('\n');
        }

        private static int beginColumn(ByteText to, int column) {
            if (column > 0) {
                to.blanks(2);
            }
            return to.length();
        }

        private static void align(ByteText to, int from, int width) {
            if (width > 0) {
                to.alignRight(from, width);
            } else {
                to.alignLeft(from, -width);
            }
        }

        @Override
        public void time(long nanos) {
            Figures.time(text, nanos);
        }

        @Override
        public void duration(long nanos) {
            Figures.duration(text, nanos);
        }

        @Override
        public void number(long value) {
            text.decimal(value);
        }

        @Override
        public void bits(long value) {
            text.unsigned(value);
        }

        @Override
        public void result(long value) {
            if (value < 0) {
                text.add(Errno.describe(value));
            } else {
                text.decimal(value);
            }
        }

        @Override
        public void name(String name) {
            text.add(name);
        }

        @Override
        public void cache(CacheState state) {
            text.add(state == CacheState.NONE ? CANNOT_TELL : state.label());
        }

        @Override
        public void attributes(RequestAttributes attributes) {
            AttributeText.plain(text, attributes);
        }
    }
}
