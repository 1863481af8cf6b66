package dev.kiosim.cli.trace;

import dev.kiosim.cli.output.ByteText;
import dev.kiosim.trace.TraceRecord;
import java.util.List;

/**
 * Writes single events of the Chrome trace-event format, one a line. Times are microseconds with
 * three decimals, so that none is rounded.
 *
 * <p>Source: the format's description, "Trace Event Format"; {@code ph} is its word for the kind of
 * an event.
 */
final class EventWriter {
    private static final long NANOS_PER_MICRO = 1_000;
    private static final int DECIMALS = 3;

    private final TraceText file;
    private final ByteText text;
    private boolean hasEvents;

    EventWriter(TraceText file) {
        this.file = file;
        text = file.text();
    }

    void head() {
        text.add("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[");
    }

    /** Closes the array, and says how many records never came. */
    void tail(long lost) {
        text.add("\n],\"otherData\":{\"clock\":\"simulated\",\"lost_records\":\"");
        text.decimal(lost).add("\"}}\n");
        file.finish();
    }

    /** Begins an event; to be ended by {@link #end}. */
    EventWriter begin(char ph, int pid, long tid) {
        text.add(hasEvents ? ",\n" : "\n");
        hasEvents = true;
        text.add("{\"ph\":\"").add(ph).add("\",\"pid\":").decimal(pid);
        text.add(",\"tid\":").decimal(tid);
        return this;
    }

    EventWriter at(long nanos) {
        text.add(",\"ts\":").decimal(nanos / NANOS_PER_MICRO).add('.');
        text.digits(nanos % NANOS_PER_MICRO, DECIMALS);
        return this;
    }

    EventWriter name(String name) {
        text.add(",\"name\":").jsonString(name);
        return this;
    }

    EventWriter category(String category) {
        text.add(",\"cat\":\"").add(category).add('"');
        return this;
    }

    EventWriter id(long id) {
        text.add(",\"id\":\"").decimal(id).add('"');
        return this;
    }

    /** A key with a word that needs no escapes. */
    EventWriter word(String key, String value) {
        text.add(",\"").add(key).add("\":\"").add(value).add('"');
        return this;
    }

    /** The fields of a record, by name, from {@code first} on. */
    EventWriter fields(TraceRecord at, int first) {
        List<String> names = at.point().fields();
        text.add(",\"args\":{");
        for (int i = first; i < names.size(); i++) {
            text.add(i == first ? "\"" : ",\"").add(names.get(i)).add("\":");
            value(names.get(i), at.field(i));
        }
        text.add('}');
        return this;
    }

    private void value(String name, long value) {
        if (name.equals("rwbs")) {
            text.add('"').add(Rwbs.ofBio(value, 1)).add('"');
        } else {
            text.decimal(value);
        }
    }

    /** A number under {@code args}. */
    EventWriter argument(String name, long value) {
        text.add(",\"args\":{\"").add(name).add("\":").decimal(value).add('}');
        return this;
    }

    /** A text under {@code args}. */
    EventWriter argument(String name, String value) {
        text.add(",\"args\":{\"").add(name).add("\":").jsonString(value).add('}');
        return this;
    }

    void end() {
        text.add('}');
        file.lineDone();
    }
}
