/*
 * Hold model for 4-ary array heaps: the near-hardware limit that an event queue in any language is
 * measured against.
 *
 * N events stand in the queue. One "hold" takes the earliest event at time t and inserts one at
 * t + x, where x comes from a table of exponential delays. Keys are (time, sequence number), so
 * that equal times come out in insertion order, as a deterministic simulator needs. Each entry is
 * 16 bytes, four siblings share a 64-byte line, and the least of four is found without branches.
 *
 *   top-down    removal lets the last entry sink from the root, and stops where it fits
 *   bottom-up   removal sinks the hole to a leaf first, then lets the last entry climb
 *   fused       the new event sinks from the root in place of the one taken: one walk, not two
 *
 *   cc -O3 -march=native -o hold hold.c
 *   hold VARIANT N HOLDS < delays
 *
 * Standard input: the table, 64-bit words in the byte order of this machine. Event i is due at
 * delay[i] at first (modulo the table), hold i adds delay[i]. Prints holds per CPU second and the
 * sum of all sequence numbers taken, which must be the same for all who play by these rules.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
    uint64_t t, s;
} ev;

#define TABLE 65536
static uint64_t delay[TABLE];

static ev *h;
static size_t n;

static inline int less(ev a, ev b) {
#ifdef __SIZEOF_INT128__
    unsigned __int128 x = ((unsigned __int128)a.t << 64) | a.s;
    unsigned __int128 y = ((unsigned __int128)b.t << 64) | b.s;
    return x < y;
#else
    return a.t < b.t || (a.t == b.t && a.s < b.s);
#endif
}

static inline void climb(size_t i, ev e) {
    while (i > 0) {
        size_t p = (i - 1) >> 2;
        if (!less(e, h[p])) break;
        h[i] = h[p];
        i = p;
    }
    h[i] = e;
}

static inline void push(ev e) {
    climb(n++, e);
}

/* the least of the four children from c on */
static inline size_t least_of_four(size_t c) {
    size_t a = c + less(h[c + 1], h[c]);
    size_t b = c + 2 + less(h[c + 3], h[c + 2]);
    return less(h[b], h[a]) ? b : a;
}

static inline size_t least_of_rest(size_t c) {
    size_t m = c;
    for (size_t k = c + 1; k < n; k++)
        if (less(h[k], h[m])) m = k;
    return m;
}

static inline void sink(ev e) {
    size_t i = 0, c;
    while ((c = 4 * i + 1) < n) {
        size_t m = c + 3 < n ? least_of_four(c) : least_of_rest(c);
        if (!less(h[m], e)) break;
        h[i] = h[m];
        i = m;
    }
    h[i] = e;
}

static inline ev pop_top_down(void) {
    ev top = h[0];
    --n;
    sink(h[n]);
    return top;
}

static inline ev pop_bottom_up(void) {
    ev top = h[0];
    size_t i = 0, c;
    --n;
    while ((c = 4 * i + 1) + 3 < n) {
        size_t m = least_of_four(c);
        h[i] = h[m];
        i = m;
    }
    if (c < n) {
        size_t m = least_of_rest(c);
        h[i] = h[m];
        i = m;
    }
    climb(i, h[n]);
    return top;
}

static double cpu_seconds(void) {
    struct timespec ts;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
    return ts.tv_sec + ts.tv_nsec * 1e-9;
}

int main(int argc, char **argv) {
    if (argc < 4) return fprintf(stderr, "hold VARIANT N HOLDS < delays\n"), 2;
    int fused = !strcmp(argv[1], "fused"), bottom_up = !strcmp(argv[1], "bottom-up");
    size_t count = strtoull(argv[2], 0, 0), holds = strtoull(argv[3], 0, 0);
    if (fread(delay, sizeof *delay, TABLE, stdin) != TABLE) return 2;
    size_t bytes = (count + 8) * sizeof(ev);
    char *raw = aligned_alloc(64, (bytes + 127) & ~(size_t)63);
    if (!raw) return 2;
    h = (ev *)(raw + 48); /* the root sits 48 bytes in, so siblings 1 to 4 begin a line */
    uint64_t sequence = 0, sum = 0;
    for (size_t i = 0; i < count; i++) {
        ev e = {delay[i & (TABLE - 1)], sequence++};
        push(e);
    }
    double began = cpu_seconds();
    if (fused) {
        for (size_t i = 0; i < holds; i++) {
            ev e = h[0];
            sum += e.s;
            sink((ev){e.t + delay[i & (TABLE - 1)], sequence++});
        }
    } else if (bottom_up) {
        for (size_t i = 0; i < holds; i++) {
            ev e = pop_bottom_up();
            sum += e.s;
            push((ev){e.t + delay[i & (TABLE - 1)], sequence++});
        }
    } else {
        for (size_t i = 0; i < holds; i++) {
            ev e = pop_top_down();
            sum += e.s;
            push((ev){e.t + delay[i & (TABLE - 1)], sequence++});
        }
    }
    printf("%.0f %llu\n", holds / (cpu_seconds() - began), (unsigned long long)sum);
    return 0;
}
