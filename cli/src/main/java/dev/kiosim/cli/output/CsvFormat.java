package dev.kiosim.cli.output;

import dev.kiosim.block.CacheState;
import dev.kiosim.kernel.aio.RequestAttributes;
import dev.kiosim.scenarios.run.Completion;
import java.util.List;

/** Comma-separated values, a header first. Quotes as RFC 4180 has them; lines end with LF. */
final class CsvFormat implements OutputFormat {
    @Override
    public String name() {
        return "csv";
    }

    @Override
    public String summary() {
        return "a header, then one line per completion: times in nanoseconds, empty where the ABI"
                + " cannot tell";
    }

    @Override
    public List<StreamField> fieldsByDefault() {
        return StreamField.byDefault();
    }

    @Override
    public LineWriter writer(List<StreamField> fields) {
        return new Writer(fields.toArray(new StreamField[0]));
    }

    private static final class Writer implements LineWriter, ValueWriter {
        private final StreamField[] fields;
        private ByteText text = new ByteText(0);

        Writer(StreamField[] fields) {
            this.fields = fields;
        }

        @Override
        public void head(ByteText to) {
            for (int i = 0; i < fields.length; i++) {
                to.add(i == 0 ? "" : ",").add(fields[i].word());
            }
            to.add('\n');
        }

        @Override
        public void line(ByteText to, Completion completion) {
            text = to;
            for (int i = 0; i < fields.length; i++) {
                if (i > 0) {
                    text.add(',');
                }
                fields[i].put(completion, this);
            }
            text.add('\n');
        }

        @Override
        public void time(long nanos) {
            text.decimal(nanos);
        }

        @Override
        public void duration(long nanos) {
            text.decimal(nanos);
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
            text.decimal(value);
        }

        @Override
        public void name(String name) {
            if (name.indexOf(',') < 0 && name.indexOf('"') < 0 && name.indexOf('\n') < 0) {
                text.add(name);
            } else {
                text.add('"').add(name.replace("\"", "\"\"")).add('"');
            }
        }

        @Override
        public void cache(CacheState state) {
            if (state != CacheState.NONE) {
                text.add(state.label());
            }
        }

        @Override
        public void attributes(RequestAttributes attributes) {
            AttributeText.plain(text, attributes);
        }
    }
}
