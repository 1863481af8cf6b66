#!/usr/bin/env python3
"""Random mixtures of everything: gen_soup.py OUT."""
import random, sys
import gen_cases as g
from gen_cases import case, END, K, M, CALM
g.CASES.clear()

def soup(seed, n, span, setup, about, kinds="RRRRRWWWUAPDF", align=(512, 4 * K, 4 * K, 16 * K), sizes=(512, 4 * K, 4 * K, 8 * K, 16 * K, 64 * K, 128 * K), tasks=3, controls=True, pause=True):
    rng = random.Random(seed); l = []; runs = {}
    for i in range(n):
        k = rng.choice(kinds); t = rng.randrange(tasks)
        if controls and rng.random() < 0.02:
            l.append(rng.choice([f"C bdev/cache_mode {rng.choice(('writethrough', 'writeback', 'writearound', 'none'))}", f"C bdev/sequential_cutoff {rng.choice((0, 65536, 262144, 1048576, 4194304))}",
                                 f"C bdev/readahead_cache_policy {rng.choice(('all', 'meta-only'))}", f"C bdev/writeback_percent {rng.choice((0, 1, 10, 40))}", "C cset/internal/trigger_gc 1", f"C cset/journal_delay_ms {rng.choice((10, 100, 500))}"]))
            continue
        if pause and rng.random() < 0.01: l.append(f"T {rng.choice((100, 1500, 6000))}"); continue
        if k == "F": l.append(f"F 0 0 {t}"); continue
        s = rng.choice(sizes)
        if t in runs and rng.random() < 0.35 and k in "RW": o = runs[t]
        else:
            a = rng.choice(align) if k in "RWUD" else 4 * K
            o = rng.randrange(0, (span - s) // a) * a
        if o + s > span: continue
        if k in "AP": s = max(4 * K, s)
        if k in "RW": runs[t] = o + s
        l.append(f"{k} {o} {s}" + (f" {t}" if t else ""))
    case(f"soup_{seed}", "more", about, setup, l + END)

soup(501, 700, 40 * M, dict(mode="writethrough", wb_running=0), "a mixture of all kinds of requests and settings, writethrough at first, 64 MiB in 32k buckets")
soup(502, 700, 6 * M, dict(mode="writeback", wb_running=0), "a mixture within 6 MiB, writeback at first")
soup(503, 800, 60 * M, dict(mode="writeback", cache_mb=16, bucket="16k", settle=CALM), "a mixture in a cache of 16 MiB that fills, writeback running, 300 ms apart", sizes=(4 * K, 16 * K, 16 * K, 32 * K))
soup(504, 600, 200 * M, dict(mode="writethrough", cache_mb=300, bucket="512k", settle=CALM), "a mixture with larger requests, 512k buckets", sizes=(4 * K, 64 * K, 256 * K, 512 * K, M), tasks=4)
soup(505, 600, 12 * M, dict(mode="writeback", wb_running=0, cache_mb=16, bucket="8k", settle=CALM), "a mixture in 8k buckets", sizes=(512, 4 * K, 8 * K, 24 * K))
soup(506, 700, 100 * M, dict(mode="writearound", cache_mb=128, bucket="64k", policy="fifo"), "a mixture, writearound at first, fifo, 64k buckets", tasks=5)
soup(507, 700, 30 * M, dict(mode="writeback", block=4096, bblock=4096, cache_mb=64, bucket="64k", wb_delay=2, wb_percent=0), "a mixture in blocks of 4 KiB, writeback running without limit", align=(4 * K,), sizes=(4 * K, 8 * K, 32 * K))
soup(508, 900, 24 * M, dict(mode="writeback", wb_running=0, cache_mb=16, bucket="16k", settle=CALM, policy="lru"), "only reads and writes, a cache that becomes full of dirty data", kinds="RRWWWA", controls=False, sizes=(4 * K, 16 * K))
soup(509, 700, 24 * M, dict(mode="writeback", wb_percent=5, wb_delay=3, cache_mb=32, bucket="32k", settle=50000), "writes and reads 50 ms apart, writeback running at 5 per cent", kinds="RRWWW", controls=False, sizes=(4 * K, 16 * K))
soup(510, 800, 500 * M, dict(mode="writethrough", cache_mb=128, backing_mb=600, bucket="128k", cutoff=262144, settle=CALM), "long streams of four tasks with random requests between, cutoff 256K", kinds="RRRRW", sizes=(64 * K, 128 * K), controls=False, tasks=4)
if __name__ == "__main__":
    g.write(sys.argv[1], sys.argv[2:])
