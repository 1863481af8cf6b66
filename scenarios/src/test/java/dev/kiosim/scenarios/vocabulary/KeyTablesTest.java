package dev.kiosim.scenarios.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.config.Key;
import dev.kiosim.config.KeyType;
import dev.kiosim.config.Kind;
import dev.kiosim.config.Settings;
import dev.kiosim.devices.DeviceKind;
import dev.kiosim.devices.DeviceKinds;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyTablesTest {
    record Table(String name, List<Key> keys) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Table> tables() {
        List<Table> tables = new ArrayList<>();
        tables.add(new Table("top", TopKeys.ALL));
        tables.add(new Table("machine", MachineKeys.ALL));
        tables.add(new Table("costs", CostKeys.ALL));
        tables.add(new Table("kernel", KernelKeys.ALL));
        tables.add(new Table("output", OutputKeys.ALL));
        tables.add(new Table("explore", ExploreKeys.ALL));
        tables.add(new Table("file", FileKeys.ALL));
        tables.add(new Table("process", ProcessKeys.IN_LIST));
        for (DeviceKind kind : DeviceKinds.all()) {
            tables.add(new Table(kind.name(), DeviceKeys.of(kind, DeviceKinds.all())));
        }
        for (List<Kind> kinds : List.of(ProcessKeys.WORK, StepKinds.ALL, ExpectKinds.ALL)) {
            kinds.forEach(kind -> tables.add(new Table(kind.name(), kind.keys())));
        }
        return tables.stream();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void names_are_unique_and_spelt_in_one_way(Table table) {
        assertThat(table.keys).extracting(Key::name).doesNotHaveDuplicates();
        assertThat(table.keys)
                .extracting(Key::name)
                .allMatch(name -> name.matches("[a-z][a-z0-9_]*"));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void defaults_are_values_of_their_keys(Table table) {
        Settings settings = Settings.defaultsOf(table.keys);
        for (Key key : table.keys) {
            assertThat(settings.has(key.name()))
                    .as(key.name())
                    .isEqualTo(key.defaultText() != null || isGroup(key));
        }
    }

    private static boolean isGroup(Key key) {
        return key.type() == KeyType.GROUP || key.type() == KeyType.PRESET;
    }

    @ParameterizedTest
    @MethodSource("tables")
    void words_stand_where_words_are_wanted_and_parts_where_parts_are(Table table) {
        for (Key key : table.keys) {
            boolean wantsWords = key.type() == KeyType.WORD || key.type() == KeyType.WORDS;
            assertThat(key.allowed().isEmpty() && wantsWords).as(key.name()).isFalse();
            assertThat(key.parts().isEmpty())
                    .as(key.name())
                    .isEqualTo(!key.type().isGrouped());
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void every_key_is_explained_in_sentences(Table table) {
        assertThat(table.keys).extracting(Key::text).allMatch(text -> text.endsWith("."));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void conditions_name_keys_that_there_are(Table table) {
        for (Key key : table.keys) {
            String name = key.onlyWhen().split("=", 2)[0];
            if (name.startsWith("kernel.")) {
                assertThat(KernelKeys.ALL).extracting("name").contains(name.substring(7));
            } else if (!name.isEmpty()) {
                assertThat(table.keys).extracting(Key::name).contains(name);
            }
        }
    }
}
