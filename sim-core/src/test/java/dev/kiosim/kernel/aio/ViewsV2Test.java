package dev.kiosim.kernel.aio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.memory.AddressSpace;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Each field of the new ABI's structs, against raw bytes. */
class ViewsV2Test {
    private final AddressSpace memory = new AddressSpace();
    private final long base = memory.map(4096);

    private String bytes(int count) {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < count; i++) {
            hex.append(i > 0 && i % 8 == 0 ? " " : "");
            hex.append(String.format(Locale.ROOT, "%02x", memory.getByte(base + i)));
        }
        return hex.toString();
    }

    @Test
    void an_attribute_lies_as_its_table_says() {
        IocbAttrView view = new IocbAttrView().wrap(memory, base);
        view.cookie(0x0102030405060708L).size(0x20).id(0x11121314);
        view.payload(0, 0x2122232425262728L).payload(1, 0x3132333435363738L);
        assertThat(bytes(32))
                .isEqualTo("0807060504030201 2000000014131211 2827262524232221 3837363534333231");
        assertThat(view.cookie()).isEqualTo(0x0102030405060708L);
        assertThat(view.size()).isEqualTo(0x20);
        assertThat(view.id()).isEqualTo(0x11121314);
        assertThat(view.payload(1)).isEqualTo(0x3132333435363738L);
    }

    @Test
    void an_attribute_return_lies_as_its_table_says() {
        IocbAttrRetView view = new IocbAttrRetView().wrap(memory, base);
        view.cookie(0x0102030405060708L).size(0x18).ret(-95).payload(0, 0x2122232425262728L);
        assertThat(bytes(24)).isEqualTo("0807060504030201 18000000a1ffffff 2827262524232221");
        assertThat(view.cookie()).isEqualTo(0x0102030405060708L);
        assertThat(view.ret()).isEqualTo(-95);
        assertThat(view.payload(0)).isEqualTo(0x2122232425262728L);
        assertThat(view.next().address()).isEqualTo(base + 0x18);
    }

    @Test
    void an_event_lies_as_its_table_says() {
        IoEventV2View view = new IoEventV2View().wrap(memory, base);
        view.data(0x0102030405060708L).res(-5).res2(0x1112).attrBytes(0x28);
        assertThat(bytes(32))
                .isEqualTo("0807060504030201 fbffffffffffffff 1211000000000000 2800000000000000");
        assertThat(view.data()).isEqualTo(0x0102030405060708L);
        assertThat(view.res()).isEqualTo(-5);
        assertThat(view.res2()).isEqualTo(0x1112);
        assertThat(view.returnsAddress()).isEqualTo(base + 32);
        assertThat(view.next().address()).isEqualTo(base + 32 + 0x28);
    }

    @Test
    void the_ring_header_is_read_as_its_table_says() {
        for (int i = 0; i < 8; i++) {
            memory.putInt(base + i * 4L, 0x100 * (i + 1));
        }
        memory.putInt(base + 12, 64);
        memory.putLong(base + 64 + 8, 77);
        AioRingV2View view = new AioRingV2View().wrap(memory, base);
        assertThat(view.magic()).isEqualTo(0x100);
        assertThat(view.version()).isEqualTo(0x200);
        assertThat(view.features()).isEqualTo(0x300);
        assertThat(view.ringBytes()).isEqualTo(64);
        assertThat(view.head()).isEqualTo(0x500);
        assertThat(view.tail()).isEqualTo(0x600);
        assertThat(view.flags()).isEqualTo(0x700);
        assertThat(view.overflowCount()).isEqualTo(0x800);
        assertThat(view.word(-64 + 8)).isEqualTo(77);
    }
}
