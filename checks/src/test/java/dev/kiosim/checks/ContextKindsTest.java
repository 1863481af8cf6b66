package dev.kiosim.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.kiosim.kernel.aio.ContextKind;
import dev.kiosim.kernel.aio.Kioctx;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A kind of context is one class and one row, from which the reference page has its table. */
class ContextKindsTest {
    @Test
    void every_class_of_contexts_has_a_row_in_the_table_of_kinds() {
        List<String> classes = ShippedClasses.ALL.stream()
                .filter(type -> type.isAssignableTo(Kioctx.class))
                .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(JavaClass::getName)
                .toList();
        List<String> rows = Arrays.stream(ContextKind.values())
                .map(kind -> kind.type().getName())
                .toList();
        assertThat(rows).containsExactlyInAnyOrderElementsOf(classes);
    }

    @Test
    void only_the_completion_batch_hands_completions_to_contexts() {
        List<String> callers = ShippedClasses.ALL.get(Kioctx.class).getMethodCallsToSelf().stream()
                .filter(call -> call.getTarget().getName().equals("complete")
                        || call.getTarget().getName().equals("publish"))
                .map(call -> call.getOriginOwner().getSimpleName())
                .distinct()
                .toList();
        assertThat(callers).containsExactly("CompletionBatch");
    }
}
