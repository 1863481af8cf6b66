package dev.kiosim.devices.bcache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The specification of bcache closes with 60 expectations: given, when, then. Expectation NN is a
 * test, or several, called {@code eNN_...}; this one looks whether any is missing, and holds those
 * that belong to no other class.
 */
class ExpectationsTest {
    private static final int COUNT = 60;
    private static final Pattern TEST = Pattern.compile("\\bvoid e(\\d\\d)_[A-Za-z0-9_]+\\(");

    @Test
    void each_of_the_60_expectations_is_a_test() throws IOException {
        Set<Integer> missing = new TreeSet<>();
        for (int number = 1; number <= COUNT; number++) {
            missing.add(number);
        }
        for (String folder : new String[] {"../devices/src/test", "../scenarios/src/test"}) {
            missing.removeAll(numbersBelow(Path.of(folder)));
        }
        assertThat(missing).isEmpty();
    }

    private static Set<Integer> numbersBelow(Path folder) throws IOException {
        Set<Integer> numbers = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher test = TEST.matcher(Files.readString(file, UTF_8));
                while (test.find()) {
                    numbers.add(Integer.parseInt(test.group(1)));
                }
            }
        }
        return numbers;
    }

    @Test
    void e56_a_cache_of_512_buckets_is_refused_and_one_of_513_is_not() {
        CacheBench refused = new CacheBench(BcacheConfig.defaults(), 512L * 1024);
        assertThat(refused.show("state")).isEqualTo("no cache");
        assertThat(refused.bcache.kernelLog().get(0)).endsWith("ca->sb.nbuckets is too small");
        CacheBench taken = new CacheBench(BcacheConfig.defaults(), 513L * 1024);
        assertThat(taken.show("state")).isEqualTo("clean");
        assertThat(taken.show("nbuckets")).isEqualTo("513");
    }
}
