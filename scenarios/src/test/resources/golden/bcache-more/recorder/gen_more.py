#!/usr/bin/env python3
"""Further recording cases: gen_more.py OUT [NAME...] makes OUT/NAME/{setup,trace,about}."""
import sys
import random
import gen_cases as g
from gen_cases import case, R, W, END, distinct, zipf, K, M, BIG, CALM
g.CASES.clear()

UUID = "11111111-2222-3333-4444-555555555555"
def U(o, l, t=None): return f"U {o} {l}" + (f" {t}" if t else "")
def A(o, l, t=None): return f"A {o} {l}" + (f" {t}" if t else "")
def P(o, l, t=None): return f"P {o} {l}" + (f" {t}" if t else "")
def D(o, l, t=None): return f"D {o} {l}" + (f" {t}" if t else "")
def C(a, v): return f"C {a} {v}"
def T(ms): return f"T {ms}"
def X(l): return f"X {l}"
F = "F 0 0"

# --- geometry ------------------------------------------------------------------
def mixed(seed, n, span, sizes, wr, align=4 * K, dev=R):
    rng = random.Random(seed); l = []
    for i in range(n):
        s = rng.choice(sizes); o = rng.randrange(0, (span - s) // align) * align
        l.append((W if rng.random() < wr else R)(o, s))
    return l
case("bucket_8k", "more", "8k buckets, 16 MiB cache: btree nodes of two pages split often, every larger request spans buckets",
     dict(mode="writethrough", cache_mb=16, bucket="8k", settle=CALM), mixed(201, 900, 24 * M, [4 * K, 8 * K, 12 * K, 32 * K], 0.3) + END)
case("bucket_8k_wb", "more", "8k buckets in writeback mode, 512-byte overlaps",
     dict(mode="writeback", wb_running=0, cache_mb=16, bucket="8k", settle=CALM), mixed(202, 500, 3 * M, [512, 1024, 4 * K, 7 * K, 20 * K], 0.4, 512) + END)
case("bucket_2m", "more", "2M buckets (550 of them): reads and writes of up to 4 MiB, cutoff 0",
     dict(mode="writethrough", cutoff=0, cache_mb=1100, bucket="2048k", settle=CALM), mixed(203, 160, 200 * M, [4 * K, 64 * K, 512 * K, M, 2 * M, 4 * M], 0.3) + END)
l = [R(i * M, M) for i in range(600)] + [X("filled")] + [R((599 - i) * M, 64 * K) for i in range(0, 600, 7)]
case("nbuckets_513", "more", "the smallest cache that registers, 513 buckets (1M each): read in order until it evicts, cutoff 0",
     dict(mode="writethrough", cutoff=0, cache_mb=513, backing_mb=700, bucket="1024k", settle=CALM), l + END)
l = mixed(204, 700, 680 * M, [64 * K, 256 * K, M], 0.5, 64 * K)
case("nbuckets_600_wb", "more", "600 buckets of 1M in writeback mode, background writeback running",
     dict(mode="writeback", cutoff=0, cache_mb=600, backing_mb=700, bucket="1024k", settle=CALM), l + END)
case("nbuckets_5000_fifo", "more", "5000 buckets of 64k, fifo",
     dict(mode="writethrough", policy="fifo", cutoff=0, cache_mb=313, backing_mb=1024, bucket="64k", settle=CALM), [R(o, 64 * K) for o in distinct(random.Random(205), 5200, 1000 * M, 64 * K)] + END)
rng = random.Random(206); l = []
for i in range(400):
    n = rng.choice([1, 1, 2, 3, 5]) * 4 * K; o = rng.randrange(0, (M - n) // (4 * K)) * 4 * K
    l.append(rng.choice((R, R, W, U))(o, n))
case("block_4k_wb", "more", "4 KiB blocks on both devices, writeback, overlapping 4K multiples, FUA writes among them",
     dict(mode="writeback", wb_running=0, block=4096, bblock=4096), l + END)
case("block_512_4k", "more", "backing device with 4 KiB blocks, cache with 512-byte ones: attached, 512-byte requests refused",
     dict(mode="writeback", wb_running=0, block=512, bblock=4096), mixed(207, 60, M, [512, 4 * K, 8 * K], 0.5, 4 * K) + [R(512, 4 * K), W(4 * K, 512)] + END)

# --- replacement ------------------------------------------------------------------
def evict(seed, n, span, size, hot, wr=0.0):
    rng = random.Random(seed); pts = distinct(rng, n, span, size); hots = pts[:hot]; l = []
    for i, o in enumerate(pts):
        l.append((W if rng.random() < wr else R)(o, size))
        if hot and i >= hot and i % 4 == 0: l.append(R(hots[(i // 4) % hot], size))
    return pts, hots, l + [X("filled")]
pts, hots, l = evict(210, 1300, 128 * M, 16 * K, 48)
case("evict_random", "more", "random replacement: 1300 distinct 16K reads through a 16 MiB cache, 48 hot",
     dict(mode="writethrough", policy="random", cache_mb=16, bucket="16k", settle=CALM), l + [R(o, 16 * K) for o in pts[:400]] + END)
for pol in ("lru", "fifo"):
    pts, hots, l = evict(211, 1300, 128 * M, 16 * K, 48, 0.25)
    case(f"evict_dirty_{pol}", "more", f"{pol}, writeback with background writeback off: a quarter of 1300 requests are writes, their buckets stay while clean ones are evicted; then written back and gone over again",
         dict(mode="writeback", wb_running=0, policy=pol, cache_mb=16, bucket="16k", settle=CALM, wb_percent=0, wb_delay=1),
         l + [R(o, 16 * K) for o in pts[:200]] + [C("bdev/writeback_running", 1), T(40000), X("written_back")] + [R(o, 16 * K) for o in pts[:300]] + [R(o + 128 * M, 16 * K) for o in pts[:200]] + END)
rng = random.Random(212); pts = distinct(rng, 1200, 128 * M, 16 * K)
case("evict_tasks_4k", "more", "lru: three tasks read 4K blocks in turn through a 16 MiB cache of 16k buckets, then two of them go over theirs again",
     dict(mode="writethrough", cache_mb=16, bucket="16k", settle=CALM), [R(o, 4 * K, i % 3) for i, o in enumerate(pts)] * 1 + [R(o + 4 * K, 12 * K, i % 3) for i, o in enumerate(pts)] + [R(o, 4 * K, i % 3) for i, o in enumerate(pts[-300:])] + [R(o, 4 * K, i % 3) for i, o in enumerate(pts[:150])] + END)
pts = distinct(random.Random(213), 1500, 128 * M, 16 * K)
case("discard_lru", "more", "the cache's discard switch with lru", dict(mode="writethrough", policy="lru", discard=1, cache_mb=16, bucket="16k", settle=CALM), [R(o, 16 * K) for o in pts[:1300]] + [R(o, 16 * K) for o in pts[:100]] + END)
case("discard_random", "more", "the cache's discard switch with random", dict(mode="writethrough", policy="random", discard=1, cache_mb=16, bucket="16k", settle=CALM), [R(o, 16 * K) for o in pts[:1200]] + END)
case("policy_changes", "more", "replacement policy and discard switch changed at run time", dict(mode="writethrough", cache_mb=16, bucket="16k", settle=CALM),
     [R(o, 16 * K) for o in pts[:1000]] + [C("cache/cache_replacement_policy", "fifo"), X("fifo")] + [R(o, 16 * K) for o in pts[1000:1200]] + [C("cache/discard", 1), C("cache/cache_replacement_policy", "lru"), X("lru")] + [R(o, 16 * K) for o in pts[1200:1400]] + [R(o, 16 * K) for o in pts[1000:1100]] + END)

# --- modes ------------------------------------------------------------------------
rng = random.Random(220); blk = distinct(rng, 80, 60 * M, 16 * K); l = []
for i, m in enumerate(("writethrough", "writeback", "none", "writearound", "writeback", "writethrough", "none")):
    l += [C("bdev/cache_mode", m), X(f"{m}{i}")]
    for j in range(36):
        o = rng.choice(blk) + rng.choice([0, 0, 512, 4 * K, 8 * K]); n = rng.choice([512, 4 * K, 4 * K, 12 * K])
        l.append(rng.choice((R, R, W, W, D, U, A if o % 4096 == 0 and n >= 4096 else W))(o, n))
    l.append(F)
case("mode_changes", "more", "mode changed at run time with dirty data: writethrough, writeback, none, writearound, writeback, writethrough, none; reads, writes, FUA, discards, flushes",
     dict(mode="writethrough", wb_running=0), l + END)
for m in ("writethrough", "writearound", "none"):
    rng = random.Random(221); l = []
    for i in range(350):
        n = rng.choice([1, 1, 2, 3, 5, 8, 8, 13, 24]) * 512; o = rng.randrange(0, (512 * K - n) // 512) * 512
        l.append(rng.choice((R, R, W, D if i % 9 == 0 else R))(o, n))
    case(f"overlap_{m}", "more", f"{m}, 512-byte blocks: small reads, writes and discards at 512-byte offsets crowded into 512 KiB", dict(mode=m, wb_running=0), l + END)
rng = random.Random(222); l = []
for i in range(24):
    base = i * 2 * M
    for j in range(16):
        if (i >> (j % 5)) & 1 or j % 3 == 0: l.append((W if j % 4 == 1 else R)(base + j * 8 * K, 4 * K))
    l += [R(base, 128 * K)] * 4 + [R(base + 2 * K, 60 * K)] * 2
case("holes", "more", "reads across many holes, again and again: only the first gap is inserted each time, dirty and clean pieces between",
     dict(mode="writeback", wb_running=0, cutoff=0), l + END)
l = []
for i in range(4):
    l += [R(i * 20 * M, M), R(i * 20 * M + 2 * M, 2 * M), R(i * 20 * M + 5 * M, 3 * M + 4 * K), W(i * 20 * M + 10 * M, M), W(i * 20 * M + 12 * M, 2 * M + 512), R(i * 20 * M, 16 * M), R(i * 20 * M, 16 * M)]
    if i == 1: l += [C("bdev/cache_mode", "writeback")]
    if i == 2: l += [C("bdev/sequential_cutoff", 4 * M)]
case("large_requests", "more", "reads and writes of 1 to 16 MiB, each several bios; writethrough, then writeback, then with a cutoff", dict(**BIG, mode="writethrough", cutoff=0, wb_running=0, settle=CALM), l + END)

# --- sequential -------------------------------------------------------------------
l = []
for i, c in enumerate((0, 64 * K, M, 128 * K, 4096, 0, 4 * M)):
    l += [C("bdev/sequential_cutoff", c), X(f"cutoff{c}_{i}")]
    base = i * 24 * M
    l += [(R if k % 5 else W)(base + k * 16 * K, 16 * K) for k in range(80)] + [R(base + 10 * M + o, 4 * K) for o in distinct(random.Random(230 + i), 8, 8 * M, 4 * K)]
case("cutoff_changes", "more", "sequential cutoff 0, 64K, 1M, 128K, 4K, 0 and 4M at run time: streams of reads with writes among them, then random reads", dict(**BIG, mode="writethrough"), l + END)
l = []
for t, mb in ((1, 8), (2, 24), (3, 2)): l += [R(t * 40 * M + i * 256 * K, 256 * K, t) for i in range(mb * 4)]
rng = random.Random(231)
for i, o in enumerate(distinct(rng, 120, 60 * M, 4 * K)): l.append((R, R, W)[i % 3](170 * M + o, 4 * K, (1, 2, 3, 4)[i % 4]))
l += [R(i * M, M, 2) for i in range(20)] + [R(30 * M + o, 4 * K, 2) for o in distinct(rng, 20, 8 * M, 4 * K)]
case("task_averages", "more", "three tasks with runs of 8, 24 and 2 MiB, cutoff 1 MiB, then random requests of these and a fourth in turn; one of them scans again",
     dict(**BIG, mode="writethrough", cutoff=M), l + END)
l = []
for n, base in ((127, 0), (128, 64 * M), (129, 128 * M)):
    for rnd in range(6): l += [R(base + s * 256 * K + rnd * 16 * K, 16 * K) for s in range(n)]
    l += [T(6000), X(f"streams{n}")]
case("streams_129", "more", "127, 128 and 129 interleaved streams, cutoff 64 KiB", dict(**BIG, mode="writethrough", cutoff=64 * K), l + END)
l = []
for i, p in enumerate((0, 4000, 4999, 5001, 30000, 4900, 4990)):
    b = i * 16 * M
    l += [R(b + k * 64 * K, 64 * K, i % 2) for k in range(12)] + ([T(p)] if p else []) + [(W if i % 2 else R)(b + (12 + k) * 64 * K, 64 * K, i % 2) for k in range(12)] + [R(b + 8 * M, 4 * K, i % 2)]
case("pauses", "more", "streams of reads and writes that pause 0 to 30 s, cutoff 1 MiB, two tasks", dict(**BIG, mode="writethrough", cutoff=M), l + END)
l = [R(i * 64 * K, 64 * K) for i in range(10)] + [W((10 + i) * 64 * K, 64 * K) for i in range(20)] + [U((30 + i) * 64 * K, 64 * K) for i in range(4)] + [D((34 + i) * 64 * K, 64 * K) for i in range(4)] + [R((38 + i) * 64 * K, 64 * K) for i in range(6)] + [X("stream")]
l += [W(i * 64 * K, 64 * K) for i in range(34)] + [X("again")] + [R(i * 64 * K, 64 * K) for i in range(44)] + [R(100 * M + o, 4 * K) for o in distinct(random.Random(232), 10, 8 * M, 4 * K)]
case("stream_of_all", "more", "one stream of reads, writes, FUA writes and discards, writeback, cutoff 1 MiB: dirty data is overwritten by the bypassing part of a stream", dict(**BIG, mode="writeback", wb_running=0, cutoff=M), l + END)

# --- discard, flush ---------------------------------------------------------------
rng = random.Random(240); l = []
for m in ("writethrough", "writeback", "writearound", "none"):
    l += [C("bdev/cache_mode", m), X(m)]
    for o in distinct(rng, 12, 60 * M, 64 * K):
        l += [R(o, 16 * K), W(o + 8 * K, 16 * K), D(o + rng.choice([0, 512, 4 * K]), rng.choice([512, 4 * K, 20 * K])), R(o, 24 * K)]
l += [D(0, 40 * M), X("large_discard"), R(5 * M, 16 * K), D(0, 240 * M), D(100 * M, 512), D(1, 512), D(255 * M, 4 * M), D(0, 0), R(200 * M, 4 * K)]
case("discards", "more", "discards in each mode, of whole and partial ranges, cached, dirty and not; of 40 and 240 MiB; unaligned, beyond the end, empty", dict(mode="writethrough", wb_running=0), l + END)
rng = random.Random(241); l = []
for m in ("writearound", "none", "writeback", "writethrough"):
    l += [C("bdev/cache_mode", m), X(m)]
    for o in distinct(rng, 14, 60 * M, 4 * K):
        l += [W(o, 4 * K), rng.choice((F, U(o, 4 * K), U(o + 512, 1024), F)), rng.choice((R(o, 4 * K), U(o, 8 * K), F))]
    l += [F, F]
case("flush_fua_modes", "more", "writes, FUA writes and flushes in writearound, none, writeback and writethrough mode", dict(mode="writethrough", wb_running=0), l + END)
l = []
for d in (100, 10, 1000, 0, 30000):
    l += [C("cset/journal_delay_ms", d), X(f"delay{d}"), W(d * 4096, 4 * K), T(50), W(d * 4096 + 4 * K, 4 * K), T(3000), F, W(d * 4096 + 8 * K, 4 * K), F, T(500)]
l += [C("cset/journal_delay_ms", 65535), C("cset/journal_delay_ms", 65536), C("cset/journal_delay_ms", -1), X("refused")]
case("journal_delay", "more", "journal_delay_ms 100, 10, 1000, 0 and 30000; too large and negative values", dict(mode="writeback", wb_running=0), l + END)
rng = random.Random(242)
l = [C("cset/synchronous", 0), X("async")] + [rng.choice((W, R, U))(o, 4 * K) for o in distinct(rng, 40, 60 * M, 4 * K)] + [F, T(1000), C("cset/synchronous", 1), X("sync")] + [rng.choice((W, R, U))(o, 4 * K) for o in distinct(rng, 20, 60 * M, 4 * K)] + [F]
case("synchronous_0", "more", "synchronous 0: writes, FUA writes and flushes without journal, then 1 again", dict(mode="writeback", wb_running=0), l + END)

# --- writeback --------------------------------------------------------------------
def dirty(seed, n, size=16 * K, span=200 * M): return [W(o, size) for o in distinct(random.Random(seed), n, span, size)]
for pc in (10, 40):
    l = dirty(250, 600) + [X("written"), C("bdev/writeback_running", 1)]
    for i in range(1, 41): l += [T(1000), X(f"t{i}")]
    case(f"drain_percent{pc}", "more", f"9.4 MiB of dirty data in a 64 MiB cache, then background writeback at writeback_percent {pc}", dict(mode="writeback", wb_running=0, wb_percent=pc), l + END)
l = dirty(251, 700) + [X("written"), C("bdev/writeback_rate_minimum", 64), C("bdev/writeback_rate_p_term_inverse", 5), C("bdev/writeback_rate_i_term_inverse", 1000), C("bdev/writeback_rate_update_seconds", 2), C("cset/internal/idle_max_writeback_rate", 0), C("cset/idle_max_writeback_rate", 0), C("bdev/writeback_percent", 4), C("bdev/writeback_running", 1)]
for i in range(1, 31): l += [T(1000), X(f"t{i}")]
l += [C("bdev/writeback_rate_minimum", 8), C("bdev/writeback_rate", 4096), X("set"), T(1000), X("t31"), C("bdev/writeback_rate", "1M"), T(2500), X("t32"), C("bdev/writeback_percent", 10)] + [T(20000), X("t33")]
case("rate_terms", "more", "minimum rate, p and i terms, update interval, rate set by hand, percent changed while it drains; no idle boost", dict(mode="writeback", wb_running=0), l + END)
l = dirty(252, 400) + [X("written"), C("bdev/writeback_running", 1)]
for i in range(1, 11): l += [T(5000), X(f"t{i * 5}")] + ([R(240 * M, 4 * K)] if i in (3, 8) else [])
case("idle_boost", "more", "4 MiB of dirty data below the target: drained at the minimum rate until the device has been idle, interrupted by a read", dict(mode="writeback", wb_running=0, wb_percent=40, cache_mb=128, bucket="64k"), l + END)
l = dirty(253, 100) + [X("a"), T(500), X("b"), T(2000), X("c"), T(3000), X("d")] + dirty(254, 20) + [X("e"), T(6000), X("f")] + [C("bdev/writeback_delay", 1)] + dirty(255, 20) + [T(8000), X("g"), C("bdev/writeback_delay", 0)] + dirty(256, 20) + [T(3000), X("h"), C("bdev/writeback_delay", -1), C("bdev/writeback_delay", "x")]
case("delay", "more", "writeback_delay 5, 1 and 0 s: dirty data is written at once after a clean time, and after the delay else", dict(mode="writeback", wb_percent=0, wb_delay=5), l + END)
l = dirty(257, 500, 16 * K, 200 * M) + [X("w"), C("cset/gc_after_writeback", 1), C("cset/internal/gc_after_writeback", 1), X("on"), C("bdev/writeback_running", 1), T(8000), X("t8"), T(30000), X("t38")] + dirty(258, 20) + [T(20000), X("t60")]
case("gc_after_writeback", "more", "gc_after_writeback with in_use of 50 per cent: gc when the device becomes clean", dict(mode="writeback", wb_running=0, wb_percent=1, wb_delay=1, cache_mb=16, bucket="16k", settle=CALM), l + END)
l = dirty(259, 300, 4 * K, 60 * M) + [X("w")] + [C("bdev/cache_mode", "writethrough")] + dirty(259, 150, 4 * K, 60 * M) + [X("half"), C("bdev/cache_mode", "none")] + dirty(259, 60, 4 * K, 60 * M) + [X("none"), C("bdev/writeback_running", 1), T(2000), X("d2")] + [R(o, 4 * K) for o in distinct(random.Random(259), 300, 60 * M, 4 * K)] + [T(30000), X("d32")]
case("mode_while_dirty", "more", "dirty data overwritten in writethrough and none mode, then drained in mode none and read", dict(mode="writeback", wb_running=0, wb_percent=0, wb_delay=1), l + END)
blk = distinct(random.Random(260), 400, 60 * M, 16 * K)
l = [W(o, 16 * K) for o in blk] + [X("w"), C("bdev/writeback_running", 1)]
for i in range(150): l += [W(blk[(i * 7) % 400], 4 * K), R(blk[(i * 11) % 400], 16 * K), A(blk[(i * 3) % 400], 4 * K)]
l += [X("busy"), C("bdev/cache_mode", "writearound")]
for i in range(60): l += [W(blk[(i * 13) % 400], 4 * K), R(blk[(i * 11) % 400], 16 * K)]
case("drain_busy", "more", "requests while dirty data drains from a backing device that takes 20 ms a request, in writeback and then writearound mode", dict(mode="writeback", wb_running=0, wb_percent=0, wb_delay=1, back_lat=20000000, timing=1), l + [T(60000), X("final")])

# --- fill levels ------------------------------------------------------------------
rng = random.Random(270); pts = distinct(rng, 1400, 250 * M, 16 * K)
l = [W(o, 16 * K) for o in pts[:850]] + [X("dirty")] + [R(o, 16 * K) for o in pts[850:1100]] + [X("reads")] + [R(o, 16 * K) for o in pts[:100]] + [C("cset/internal/trigger_gc", 1), T(1000), X("gc")] + [R(o, 16 * K) for o in pts[1100:1200]] + [W(o, 16 * K) for o in pts[1200:1260]] + [A(o, 4 * K) for o in pts[1260:1300]]
case("dirty_70_reads", "more", "dirty data to the 70 per cent cutoff, then reads that miss and hit", dict(mode="writeback", wb_running=0, cache_mb=16, bucket="16k", settle=CALM), l + END)
l = [W(o, 16 * K) for o in pts[:1000]] + [X("dirty")] + [R(o, 16 * K) for o in pts[1000:1100]] + [W(o, 4 * K) for o in pts[:60]] + [X("reads"), C("cset/internal/trigger_gc", 1), T(1000), X("gc")] + [R(o, 16 * K) for o in pts[1100:1180]] + [W(o, 16 * K) for o in pts[1180:1220]] + [R(o, 16 * K) for o in pts[:40]]
case("in_use_95", "more", "cutoffs of 70 and 90 per cent (module parameters), dirty data to 90 per cent, then over 95: all bypasses", dict(mode="writeback", wb_running=0, cache_mb=16, bucket="16k", settle=CALM, modparam="'bch_cutoff_writeback=70 bch_cutoff_writeback_sync=90'"), l + END)
l = []
for i, o in enumerate(pts[:700]): l.append(A(o, 4 * K) if i % 3 == 2 else W(o, 16 * K))
case("cutoff_params", "more", "cutoff_writeback 20 and cutoff_writeback_sync 30 (module parameters)", dict(mode="writeback", wb_running=0, cache_mb=16, bucket="16k", settle=CALM, modparam="'bch_cutoff_writeback=20 bch_cutoff_writeback_sync=30'"), l + [C("bdev/writeback_percent", 20), C("bdev/writeback_percent", 21), X("percent")] + END)
rng = random.Random(271); pts = distinct(rng, 500, 64 * M, 32 * K)
l = [R(o, 32 * K) for o in pts] + [X("full")] + [R(o + 4 * K, 4 * K) for o in pts[:200]]
l += [W(o + 512, 1024) for i, o in enumerate(pts) if i % 2] + [D(o, 16 * K) for i, o in enumerate(pts) if i % 4 == 0]
l += [C("cset/copy_gc_enabled", 1), C("cset/internal/copy_gc_enabled", 1), X("on"), C("cset/internal/trigger_gc", 1), T(2000), X("gc1"), C("cset/internal/trigger_gc", 1), T(2000), X("gc2")] + [R(o, 32 * K) for o in pts]
case("moving_gc", "more", "copy_gc_enabled: half-dead buckets are copied together by garbage collection", dict(mode="writethrough", cache_mb=32, bucket="32k", settle=CALM), l + END)
l = [W(o, 8 * K) for o in distinct(random.Random(272), 300, 60 * M, 8 * K)] * 3
l = l[:450] + [C("cset/internal/trigger_gc", 1), X("g1"), T(500), X("g2")] + l[450:] + [C("cset/internal/trigger_gc", 0), T(500), C("cset/internal/trigger_gc", "x"), X("g3")]
case("trigger_gc", "more", "trigger_gc between overwrites, writeback mode", dict(mode="writeback", wb_running=0, cache_mb=32, bucket="32k", settle=CALM), l + END)

# --- settings ---------------------------------------------------------------------
blk = distinct(random.Random(280), 60, 60 * M, 8 * K); l = []
l += [R(o, 8 * K) for o in blk[:20]] + [T(14000), X("a"), C("bdev/clear_stats", 1), X("b")] + [R(o, 8 * K) for o in blk[:30]] + [C("cset/clear_stats", 1), X("c"), T(14000), X("d")] + [R(o, 8 * K) for o in blk] + [T(28000), X("e"), C("bdev/clear_stats", 1), C("cset/clear_stats", 1), C("cache/clear_stats", 1), X("f"), T(20000), X("g")]
case("clear_stats", "more", "clear_stats of device, set and cache between requests", dict(mode="writethrough"), l + [X("final")])
l = []
for a, vs in (("bdev/cache_mode", ("writeback", "foo", "1", "write", "none")), ("bdev/sequential_cutoff", ("64k", "-1", "1M", "4294967296", "abc", "0")), ("bdev/writeback_percent", ("41", "40", "-1", "0", "1.5")), ("bdev/writeback_delay", ("5", "4294967296")), ("bdev/writeback_rate", ("0", "100", "2147483648", "abc")),
              ("bdev/writeback_rate_minimum", ("0", "1")), ("bdev/writeback_rate_update_seconds", ("0", "1", "60", "61")), ("bdev/writeback_rate_p_term_inverse", ("0", "1")), ("bdev/writeback_rate_i_term_inverse", ("0", "1")), ("bdev/writeback_running", ("2", "0", "x", "1")), ("bdev/readahead_cache_policy", ("meta-only", "meta", "all", "none")),
              ("bdev/label", ("backing-one", "a" * 40)), ("bdev/state", ("clean",)), ("bdev/dirty_data", ("0",)), ("bdev/running", ("1",)), ("bdev/nothing", ("1",)), ("bdev/io_error_limit", ("0", "-1", "64")), ("bdev/stop_when_cache_set_failed", ("always", "auto", "no")), ("bdev/writeback_metadata", ("0", "1", "5")), ("bdev/attach", (UUID, "foo")), ("bdev/writeback_consider_fragment", ("0", "1", "3")), ("bdev/writeback_rate_fp_term_low", ("0", "11", "1")), ("bdev/writeback_rate_fp_term_mid", ("1", "1000", "10")), ("bdev/writeback_rate_fp_term_high", ("10", "1000")),
              ("cset/congested_read_threshold_us", ("2000", "-1", "x")), ("cset/congested_write_threshold_us", ("20000", "4294967296")), ("cset/io_error_limit", ("4", "-1", "8")), ("cset/io_error_halflife", ("1000", "0")), ("cset/errors", ("panic", "unregister", "foo")), ("cset/journal_delay_ms", ("1", "100")), ("cset/average_key_size", ("1",)), ("cset/nothing", ("1",)), ("cset/internal/gc_always_rewrite", ("1", "0")), ("cset/internal/verify", ("1",)), ("cset/internal/copy_gc_enabled", ("1", "0", "2")), ("cset/internal/btree_shrinker_disabled", ("1", "0")), ("cset/internal/prune_cache", ("1",)), ("cset/internal/cutoff_writeback", ("30",)), ("cset/internal/idle_max_writeback_rate", ("0", "1")), ("cset/idle_max_writeback_rate", ("0", "1")),
              ("cache/discard", ("1", "0", "x")), ("cache/cache_replacement_policy", ("fifo", "mru", "lru")), ("cache/nbuckets", ("5",)), ("cache/clear_stats", ("1",)), ("cache/io_errors", ("0",)), ("cache/nothing", ("0",))):
    l += [C(a, v) for v in vs]
l += [R(0, 4 * K), W(4 * K, 4 * K), X("after")]
case("refused", "more", "attributes set to good, bad and out of range values, read-only and unknown ones", dict(mode="writethrough"), l + END)
rng = random.Random(281); blk = distinct(rng, 60, 60 * M, 64 * K)
l = [P(o, 16 * K) for o in blk[:20]] + [C("bdev/readahead_cache_policy", "meta-only"), X("meta")] + [P(o + 8 * K, 16 * K) for o in blk[:30]] + [A(o, 8 * K) for o in blk[10:40]] + [P(o, 12 * K) for o in blk[10:40]] + [W(o, 4 * K) for o in blk[40:50]] + [P(o + 512, 3 * K) for o in blk[35:55]] + [C("bdev/cache_mode", "writeback"), X("wb")] + [A(o, 8 * K) for o in blk] + [P(o, 32 * K) for o in blk] + [A(o + 512, 2048) for o in blk[:20]] + [A(o + 3 * K, 10 * K) for o in blk[20:40]] + [P(0, 2 * M), P(4 * M, 512 * K)]
case("readahead_async", "more", "readahead and asynchronous (page writeback) writes under both readahead policies, whole pages and parts, in writethrough and writeback mode", dict(mode="writethrough", wb_running=0), l + END)
l = [C("cset/congested_read_threshold_us", 2000), C("cset/congested_write_threshold_us", 20000), X("set")] + mixed(282, 200, 100 * M, [4 * K, 64 * K, 256 * K], 0.4)
case("congestion_default", "more", "congestion thresholds at the kernel's defaults: a cache that answers at once is never congested", dict(**BIG, mode="writethrough"), l + END)

# --- attach, detach, stop ---------------------------------------------------------
blk = distinct(random.Random(290), 80, 60 * M, 16 * K)
l = [R(o, 16 * K) for o in blk[:40]] + [W(o, 4 * K) for o in blk[20:40]] + [X("cached"), C("bdev/detach", 1), T(2000), X("detached")] + [R(o, 16 * K) for o in blk[:20]] + [W(o, 4 * K) for o in blk[:20]] + [F, D(blk[0], 4 * K), C("bdev/detach", 1), C("bdev/attach", "22222222-2222-3333-4444-555555555555"), C("bdev/attach", UUID), T(2000), X("attached")] + [R(o, 16 * K) for o in blk[:60]] + [C("bdev/attach", UUID)] + [R(o, 16 * K) for o in blk[:60]]
case("detach_attach_clean", "more", "detach a clean device, use it, attach it again: nothing of before is in the cache", dict(mode="writethrough"), l + END)
l = [W(o, 16 * K) for o in blk[:60]] + [X("dirty"), C("bdev/detach", 1), T(3000), X("detached")] + [R(o, 16 * K) for o in blk[:20]] + [W(o, 4 * K) for o in blk[:20]] + [C("bdev/attach", UUID), T(2000), X("attached")] + [R(o, 16 * K) for o in blk[:60]] + [W(o, 4 * K) for o in blk[:30]] + [X("used"), C("bdev/detach", 1), T(3000), X("detached2"), R(blk[0], 16 * K)]
case("detach_attach_dirty", "more", "detach with dirty data, attach again, detach again", dict(mode="writeback", wb_running=0), l + END)
l = [W(o, 16 * K) for o in blk[:30]] + [R(o, 16 * K) for o in blk[30:60]] + [X("dirty"), C("cset/unregister", 1), T(5000), X("gone")] + [R(o, 16 * K) for o in blk] + [W(o, 4 * K) for o in blk[:10]] + [F, D(blk[1], 8 * K), C("cset/io_error_limit", 3), C("bdev/cache_mode", "writearound"), C("bdev/attach", UUID)]
case("unregister_dirty", "more", "unregister of the set with dirty data: it is written back first, the device goes on without cache", dict(mode="writeback", wb_running=0), l + END)
l = [W(o, 16 * K) for o in blk[:30]] + [R(o, 16 * K) for o in blk[30:60]] + [X("dirty"), C("bdev/stop", 1), T(3000), X("stopping")] + [R(o, 16 * K) for o in blk[:70]] + [W(o, 4 * K) for o in blk[:10]] + [F, D(blk[1], 8 * K)]
case("stop_device", "more", "stop of the device while it is open", dict(mode="writeback", wb_running=0), l + END)
l = [W(o, 16 * K) for o in blk[:30]] + [R(o, 16 * K) for o in blk[30:60]] + [X("dirty"), C("cset/stop", 1), T(3000), X("stopping")] + [R(o, 16 * K) for o in blk[:70]] + [W(o, 4 * K) for o in blk[:10]] + [F, D(blk[1], 8 * K)]
case("stop_set", "more", "stop of the set while the device is open", dict(mode="writeback", wb_running=0), l + END)
l = [R(255 * M, M), R(256 * M - 8 * K - 4096, 4 * K), R(256 * M - 8 * K - 512, 512), R(256 * M - 8 * K - 4 * K, 8 * K), R(256 * M - 8 * K, 4 * K), R(300 * M, 4 * K), W(256 * M - 8 * K - 4 * K, 8 * K), W(256 * M - 8 * K, 512), U(256 * M - 8 * K, 512), A(256 * M - 8 * K - 4 * K, 4 * K), R(100, 512), R(512, 100), W(1, 1), R(0, 0), W(0, 0), D(256 * M - 8 * K - 4 * K, 4 * K), P(256 * M - 8 * K - 4 * K, 8 * K), R(256 * M - 16 * K - 512, 4 * K), R(256 * M - 8 * K - 4096, 4 * K)]
case("ends", "more", "requests at and beyond the end of the device, unaligned and empty ones", dict(mode="writethrough"), l + END)

# --- long runs --------------------------------------------------------------------
case("zipf_wb_20k", "more", "20,000 requests of 4K, zipf(0.9) over 20000 blocks, half of them writes, writeback with background writeback running", dict(mode="writeback", settle=20000), zipf(300, 20000, 20000, 4 * K, 0.9, 0.5, 240 * M) + END)
case("zipf_wb_calm", "more", "3000 requests of 4K and 16K, zipf(0.9), half of them writes, writeback, 300 ms apart", dict(mode="writeback", settle=CALM, cache_mb=16, bucket="16k"), zipf(301, 1800, 3000, 4 * K, 0.9, 0.5, 240 * M) + zipf(302, 1200, 2000, 16 * K, 0.8, 0.3, 240 * M) + END)
case("zipf_wa", "more", "2500 requests of 8K, zipf(1.0), writearound", dict(mode="writearound", settle=CALM, cache_mb=16, bucket="16k"), zipf(303, 2500, 5000, 8 * K, 1.0, 0.3, 240 * M) + END)

if __name__ == "__main__":
    g.write(sys.argv[1], sys.argv[2:])
