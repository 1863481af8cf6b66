package dev.kiosim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code --cache-state}, and the rule in the completion stream. */
class CacheStateTest {
    private static String state(String... more) {
        String[] arguments = new String[more.length + 4];
        arguments[0] = "run";
        arguments[1] = "cache-state";
        arguments[2] = "--quiet";
        arguments[3] = "--cache-state";
        System.arraycopy(more, 0, arguments, 4, more.length);
        Session session = Session.of(arguments);
        assertThat(session.out()).isNotEmpty();
        return session.err();
    }

    @Test
    void shows_each_bucket_by_what_it_holds() {
        assertThat(state())
                .contains("buckets 1024 of 512.0k, one character each")
                .containsPattern("\n +0 SJJJJJJJJ[^\n]{55}\n")
                .containsPattern("\n  # +3  dirty data\n")
                .containsPattern("\n  = +3  clean data\n")
                .containsPattern("\n  O +2  open, being filled\n");
    }

    @Test
    void shows_what_is_being_filled_and_what_is_free() {
        assertThat(state())
                .containsPattern("open bucket \\d+: 128 of 1024 sectors, task \\d+\n")
                .contains("free lists: btree 7/7, prio 1/1, movinggc 1/1, none 1/1, free_inc ");
    }

    @Test
    void shows_the_files_of_the_three_folders_as_they_read() {
        assertThat(state())
                .contains("/sys/block/cached/bcache\n")
                .containsPattern("\n  dirty_data +1\\.5M\n")
                .containsPattern("\n  cache_misses +0 +0 +0 +0 +100\n")
                .containsPattern("\n  btree_nodes +1\n")
                .contains("Unused:\t\t98%\n    Clean:")
                .contains("Quantiles:\t[0 ")
                .doesNotContain("\n  congested ");
    }

    @Test
    void a_large_cache_is_shown_in_groups_of_buckets() {
        assertThat(state("--set", "devices.flash.size=8GiB"))
                .contains("buckets 16384 of 512.0k, one character for 4: what most of them are");
    }

    @Test
    void says_so_if_there_is_no_cache() {
        Session session = Session.of("run", "queue-depth", "--quiet", "--cache-state");
        assertThat(session.err()).isEqualTo("kiosim: --cache-state: the scenario has no cache\n");
    }

    @Test
    void looking_changes_nothing() {
        assertThat(Session.of("run", "cache-state", "-q", "--cache-state").out())
                .isEqualTo(Session.of("run", "cache-state", "-q").out());
    }

    @Test
    void the_rule_is_a_field_of_every_format_that_is_told_if_asked_for() {
        for (String format : new String[] {"text", "jsonl", "csv"}) {
            String asked = Session.of(
                            "run",
                            "sequential-bypass",
                            "-q",
                            "--format",
                            format,
                            "--fields",
                            "cache,rule")
                    .out();
            assertThat(asked).contains("bypass: sequential, 4 MiB reached");
            assertThat(asked).contains("miss: not cached, is inserted");
            assertThat(Session.of("run", "sequential-bypass", "-q", "--format", format)
                            .out())
                    .doesNotContain("bypass: sequential");
        }
    }

    @Test
    void the_rule_names_the_cutoff_that_is_set() {
        assertThat(Session.of(
                                "run",
                                "sequential-bypass",
                                "-q",
                                "--set",
                                "devices.cached.sequential_cutoff=96KiB",
                                "--fields",
                                "rule")
                        .out())
                .contains("bypass: sequential, 96 KiB reached");
    }
}
