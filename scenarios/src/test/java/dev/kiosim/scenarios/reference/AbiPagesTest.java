package dev.kiosim.scenarios.reference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Plug;
import dev.kiosim.engine.Engine;
import dev.kiosim.kernel.CostTable;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.KernelConfig;
import dev.kiosim.kernel.Profile;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.aio.Aio;
import dev.kiosim.kernel.aio.AioV1;
import dev.kiosim.kernel.aio.AioV2;
import dev.kiosim.kernel.aio.AioV2Config;
import dev.kiosim.kernel.aio.Attribute;
import dev.kiosim.kernel.aio.AttributeField;
import dev.kiosim.kernel.aio.Opcodes;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.trace.Tracer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/abi-v1.md and docs/abi-v2.md against the code: bytes, opcodes, calls, attributes. */
class AbiPagesTest {
    private static final String V1 = "abi-v1.md";
    private static final String V2 = "abi-v2.md";
    private static final String STRUCT = "<!-- struct: ";
    private static final int OPCODES_MAX = 128;
    private static final String ATTRIBUTES = "<!-- attributes -->\n";
    private static final String ATTRIBUTES_END = "<!-- end of attributes -->";

    /** A byte table of a page. */
    record Struct(String name, int bytes, List<List<String>> rows) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Path path(String page) {
        return Path.of("../docs", page);
    }

    private static String text(String page) throws IOException {
        return Files.readString(path(page), UTF_8);
    }

    /** The rows of the table that follows line {@code from}, cell by cell, without its head. */
    private static List<List<String>> tableAfter(List<String> lines, int from) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = from + 3; i < lines.size() && lines.get(i).startsWith("|"); i++) {
            rows.add(Arrays.stream(lines.get(i).substring(1).split("\\|", -1))
                    .map(String::strip)
                    .toList());
        }
        return rows;
    }

    private static List<List<String>> table(String page, String mark) throws IOException {
        List<String> lines = text(page).lines().toList();
        return tableAfter(lines, lines.indexOf("<!-- " + mark + " -->"));
    }

    static List<Struct> structs() throws IOException {
        List<Struct> structs = new ArrayList<>();
        for (String page : List.of(V1, V2)) {
            List<String> lines = text(page).lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).startsWith(STRUCT)) {
                    String[] words = lines.get(i).substring(STRUCT.length()).split(" ", -1);
                    structs.add(
                            new Struct(words[0], Integer.parseInt(words[1]), tableAfter(lines, i)));
                }
            }
        }
        return structs;
    }

    @Test
    void every_struct_of_the_code_has_a_byte_table() throws IOException {
        assertThat(structs().stream().map(Struct::name))
                .containsExactlyInAnyOrderElementsOf(AbiStructs.ALL.keySet());
    }

    @ParameterizedTest
    @MethodSource("structs")
    void a_field_written_through_its_view_lies_where_the_page_says(Struct struct) {
        AbiStructs.Layout layout = AbiStructs.ALL.get(struct.name());
        assertThat(layout.sizeBytes()).isEqualTo(struct.bytes());
        assertThat(struct.rows().stream().map(row -> row.get(3)))
                .containsExactlyElementsOf(layout.fields().keySet());
        for (List<String> row : struct.rows()) {
            int offset = Integer.parseInt(row.get(0));
            int size = Integer.parseInt(row.get(1));
            assertThat(row.get(2)).matches("[us]" + size * Byte.SIZE);
            AddressSpace memory = new AddressSpace();
            long address = memory.map(AddressSpace.PAGE_BYTES);
            layout.fields().get(row.get(3)).touch(memory, address);
            List<Integer> written = new ArrayList<>();
            for (int i = 0; i < AddressSpace.PAGE_BYTES; i++) {
                if (memory.getByte(address + i) != 0) {
                    written.add(i);
                }
            }
            assertThat(written).as(row.get(3)).isEqualTo(range(offset, size));
        }
    }

    private static List<Integer> range(int from, int count) {
        List<Integer> range = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            range.add(from + i);
        }
        return range;
    }

    @ParameterizedTest
    @MethodSource("structs")
    void fields_follow_each_other_without_a_gap(Struct struct) {
        for (int i = 1; i < struct.rows().size(); i++) {
            List<String> before = struct.rows().get(i - 1);
            int end = Integer.parseInt(before.get(0)) + Integer.parseInt(before.get(1));
            assertThat(struct.rows().get(i).get(0)).isEqualTo(Integer.toString(end));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {V1, V2})
    void every_opcode_is_listed(String page) throws IOException {
        List<String> known = new ArrayList<>();
        for (int opcode = 0; opcode < OPCODES_MAX; opcode++) {
            boolean isOfPage = opcode != Opcodes.SYSCALL || page.equals(V2);
            if (isOfPage && !Opcodes.name(opcode).equals(Integer.toString(opcode))) {
                known.add(opcode + " " + Opcodes.name(opcode));
            }
        }
        assertThat(table(page, "opcodes").stream().map(row -> row.get(0) + " " + row.get(1)))
                .containsExactlyElementsOf(known);
    }

    private static List<String> calls(String page) {
        KernelConfig config = KernelConfig.of(Profile.MODERN, 1, CostTable.FREE);
        Kernel kernel = new Kernel(new Engine(0), config, new Plug(), Tracer.NONE);
        if (page.equals(V1)) {
            AioV1.addTo(new Aio(kernel));
        } else {
            AioV2.addTo(new Aio(kernel), AioV2Config.usual());
        }
        List<String> calls = new ArrayList<>();
        for (int number = 0; number < kernel.syscalls().length(); number++) {
            Syscall syscall = kernel.syscalls().find(number);
            if (syscall != null) {
                calls.add(number + " " + syscall.name());
            }
        }
        return calls;
    }

    @ParameterizedTest
    @ValueSource(strings = {V1, V2})
    void every_system_call_is_listed(String page) throws IOException {
        assertThat(table(page, "syscalls").stream().map(row -> row.get(0) + " " + row.get(1)))
                .containsExactlyElementsOf(calls(page));
    }

    @Test
    void every_attribute_is_listed_with_its_payloads() throws IOException {
        String page = text(V2);
        int from = page.indexOf(ATTRIBUTES) + ATTRIBUTES.length();
        int to = page.indexOf(ATTRIBUTES_END);
        String expected = page.substring(0, from) + attributes() + page.substring(to);
        if (Boolean.getBoolean("kiosim.rewrite")) {
            Files.writeString(path(V2), expected, UTF_8);
        }
        assertThat(text(V2))
                .as("docs/abi-v2.md is older than the table of attributes; write it anew with%n"
                        + "  mvn -pl scenarios -am test -Dtest=AbiPagesTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dkiosim.rewrite=true")
                .isEqualTo(expected);
    }

    private static String attributes() {
        StringBuilder text = new StringBuilder("| id | attribute | answered by | bytes with payload"
                + " | payload | bytes of the return | payload of the return |\n"
                + "|---|---|---|---|---|---|---|\n");
        for (Attribute attribute : Attribute.all()) {
            String bytes = Integer.toString(attribute.requestBytes(false));
            boolean differs = attribute.requestBytes(true) != attribute.requestBytes(false);
            String ofWrites = differs ? "; of a write " + attribute.requestBytes(true) : "";
            text.append("| ").append(attribute.id()).append(" | ").append(attribute.name());
            text.append(" | ").append(attribute.answeredBy()).append(" | ").append(bytes);
            text.append(ofWrites).append(" | ").append(fields(attribute.requestFields()));
            text.append(" | ").append(attribute.returnBytes()).append(" | ");
            text.append(fields(attribute.returnFields())).append(" |\n");
        }
        return text.toString();
    }

    private static String fields(List<AttributeField> fields) {
        return fields.stream()
                .map(field -> "u" + field.sizeBytes() * Byte.SIZE + " " + field.name() + " at "
                        + field.offsetBytes())
                .collect(Collectors.joining(", "));
    }
}
