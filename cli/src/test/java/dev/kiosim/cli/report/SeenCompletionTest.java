package dev.kiosim.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeenCompletionTest {
    private static SeenCompletion seen(String op, long offset) {
        return new SeenCompletion(1, 0, "reader", op, "table", offset, 4096, 4096, 10);
    }

    @Test
    void a_request_made_as_a_system_call_is_the_same_as_by_its_opcode() {
        assertThat(seen("PREAD", 0).isSameRequest(seen("SYSCALL", 0))).isTrue();
        assertThat(seen("SYSCALL", 0).isSameRequest(seen("PREAD", 0))).isTrue();
        assertThat(seen("SYSCALL", 512).isSameRequest(seen("PREAD", 0))).isFalse();
    }

    @Test
    void a_read_is_no_write() {
        assertThat(seen("PREAD", 0).isSameRequest(seen("PWRITE", 0))).isFalse();
    }
}
