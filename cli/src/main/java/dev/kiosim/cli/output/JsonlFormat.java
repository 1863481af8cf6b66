package dev.kiosim.cli.output;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.kiosim.block.CacheState;
import dev.kiosim.kernel.aio.RequestAttributes;
import dev.kiosim.scenarios.run.Completion;
import java.util.List;

/** One JSON object a line: the keys are the fields. */
final class JsonlFormat implements OutputFormat {
    @Override
    public String name() {
        return "jsonl";
    }

    @Override
    public String summary() {
        return "one JSON object per line: times in nanoseconds, null where the ABI cannot tell";
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
        private final byte[][] keys;
        private ByteText text = new ByteText(0);

        Writer(StreamField[] fields) {
            this.fields = fields;
            keys = new byte[fields.length][];
            for (int i = 0; i < fields.length; i++) {
                String comma = i == 0 ? "" : ",";
                keys[i] = (comma + '"' + fields[i].word() + "\":").getBytes(US_ASCII);
            }
        }

        @Override
        public void head(ByteText to) {}

        @Override
        public void line(ByteText to, Completion completion) {
            text = to;
            text.add('{');
            for (int i = 0; i < fields.length; i++) {
                text.add(keys[i]);
                fields[i].put(completion, this);
            }
            text.add('}').add('\n');
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
            text.jsonString(name);
        }

        @Override
        public void cache(CacheState state) {
            if (state == CacheState.NONE) {
                text.add("null");
            } else {
                text.jsonString(state.label());
            }
        }

        @Override
        public void attributes(RequestAttributes attributes) {
            AttributeText.json(text, attributes);
        }
    }
}
