package dev.kiosim.scenarios.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.config.Settings;
import dev.kiosim.kernel.CostTable;
import dev.kiosim.scenarios.vocabulary.CostKeys;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CostsTest {
    static RecordComponent[] costs() {
        return CostTable.class.getRecordComponents();
    }

    @ParameterizedTest
    @MethodSource("costs")
    void every_cost_of_the_kernel_can_be_set_alone(RecordComponent cost)
            throws ReflectiveOperationException {
        String key = cost.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        Settings settings = Settings.defaultsOf(CostKeys.ALL);
        settings.put("preset", "modern-vm", true);
        settings.put(key, 123_456L, true);
        CostTable table = Costs.of(settings);
        for (RecordComponent other : costs()) {
            Object expected = other.getName().equals(cost.getName())
                    ? 123_456L
                    : other.getAccessor().invoke(CostTable.MODERN_VM);
            assertThat(other.getAccessor().invoke(table)).as(other.getName()).isEqualTo(expected);
        }
    }
}
