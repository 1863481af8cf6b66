import sys, gen_cases as g
from gen_cases import case, R, END, K, M, CALM, distinct
import random
g.CASES.clear()
for n, mb, b in (("start_512k_600", 300, "512k"), ("start_512k_2048", 1024, "512k"), ("start_128k_600", 75, "128k"), ("start_1m_1024", 1024, "1024k"), ("start_256k_600", 150, "256k"), ("start_512k_1024", 512, "512k"), ("start_4m_600", 2400, "4096k"), ("start_512k_5000", 2500, "512k")):
    case(n, "more", f"the first buckets of a new cache: {mb} MiB in buckets of {b}", dict(mode="writethrough", cutoff=0, cache_mb=mb, bucket=b, settle=CALM), [R(o, M) for o in distinct(random.Random(1), 24, 250 * M, M)] + END)
g.write(sys.argv[1])
