package dev.kiosim.scenarios.format;

import dev.kiosim.config.Key;
import dev.kiosim.config.KeyType;
import dev.kiosim.scenarios.vocabulary.TopKeys;
import dev.kiosim.scenarios.vocabulary.TraceKeys;
import dev.kiosim.scenarios.vocabulary.WorkloadKeys;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was meant by a key that is no misspelling: another tool's word for it, or a key that belongs
 * one level down.
 */
final class Synonyms {
    /** fio's long forms, and words that people try. */
    private static final Map<String, String> OTHER_WORDS = otherWords();

    private Synonyms() {}

    private static Map<String, String> otherWords() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("blocksize", "bs");
        words.put("block_size", "bs");
        words.put("readwrite", "rw");
        words.put("file", "filename");
        words.put("queue_depth", "iodepth");
        words.put("qd", "iodepth");
        words.put("count", "number_ios");
        words.put("type", "kind");
        words.put("model", "preset");
        words.put("name", "title");
        return words;
    }

    /**
     * One of {@code allowed} that {@code name} stands for, or {@code part.name} where {@code name}
     * is a key of one of the parts allowed; empty if there is none.
     */
    static String of(String name, List<String> allowed) {
        String word = OTHER_WORDS.getOrDefault(name, "");
        if (allowed.contains(word)) {
            return word;
        }
        for (String part : allowed) {
            if (SectionBinder.find(keysUnder(part), name) != null) {
                return part + "." + name;
            }
        }
        return "";
    }

    private static List<Key> keysUnder(String part) {
        return switch (part) {
            case "workload" -> WorkloadKeys.ALL;
            case "trace" -> TraceKeys.ALL;
            default -> groupOfTop(part);
        };
    }

    private static List<Key> groupOfTop(String part) {
        Key key = SectionBinder.find(TopKeys.ALL, part);
        return key == null || key.type() != KeyType.GROUP ? List.of() : key.parts();
    }
}
