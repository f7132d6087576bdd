/* Simulated annealing of one plan by single swaps: what a compiled program reaches, to hold the engine against.

   annealer SECONDS SEED HOT COLD GOAL reads numbers from standard input (benchmarks/annealer.py writes them),
   anneals for so many CPU seconds, or until the goal is met, and writes everybody's table, a line for each round. Costs are those of the engine, changed step by step:
   pairs of colleagues and of people who have met, people outside the mix, distance from one's topics, and,
   where a plan has been told, changes beyond those allowed. Needs and pins are never broken; people who are
   kept together move as one unit. The temperature falls by the same factor in equal times. */

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PEOPLE 2200
#define ROUNDS 10
#define TABLES 210
#define SEATS 40
#define VALUES 48
#define ATTRIBUTES 8
#define DEAR 40 /* a change of a told place beyond those allowed */

static int people, rounds, tables[ROUNDS], attributes, values, units;
static int repeat, pref, ranked, told, allowed_changes;
static int least[ROUNDS][TABLES], most[ROUNDS][TABLES];
static int unit_of[PEOPLE], kind[PEOPLE][ATTRIBUTES];
static uint8_t open_to[ROUNDS][PEOPLE][TABLES], rank_at[ROUNDS][PEOPLE][TABLES];
static int before[ROUNDS][PEOPLE];
static int off[VALUES][SEATS + 2][SEATS + 2]; /* by value, size of the table, how many have the value */

static int near[PEOPLE][PEOPLE]; /* what it costs that two share one more table */
static int at[ROUNDS][PEOPLE], slot[ROUNDS][PEOPLE], seat[ROUNDS][TABLES][SEATS], size[ROUNDS][TABLES];
static int count[ROUNDS][TABLES][VALUES], regret[PEOPLE], changes;
static int best[ROUNDS][PEOPLE];

static uint64_t luck;

static uint32_t drawn(uint32_t below) { /* splitmix64 */
    uint64_t z = (luck += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (uint32_t)((((z ^ (z >> 31)) >> 32) * below) >> 32);
}

static double used(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return now.tv_sec + 1e-9 * now.tv_nsec;
}

static int number(void) {
    int found;
    if (scanf("%d", &found) != 1) exit(2);
    return found;
}

static void read_problem(void) {
    people = number(), rounds = number(), repeat = number(), pref = number();
    ranked = number(), told = number(), allowed_changes = number();
    attributes = number(), values = number();
    for (int v = 0; v < values; v++)
        for (int s = 0; s < SEATS + 2; s++)
            for (int c = 0; c < SEATS + 2; c++) off[v][s][c] = number();
    for (int d = 0; d < people; d++) {
        unit_of[d] = number();
        if (unit_of[d] >= units) units = unit_of[d] + 1;
        for (int a = 0; a < attributes; a++) kind[d][a] = number();
    }
    for (int pairs = number(); pairs > 0; pairs--) {
        int a = number(), b = number();
        near[a][b] = near[b][a] = number();
    }
    for (int r = 0; r < rounds; r++) {
        tables[r] = number();
        for (int t = 0; t < tables[r]; t++) least[r][t] = number(), most[r][t] = number();
        for (int d = 0; d < people; d++) {
            for (int t = 0; t < tables[r]; t++) open_to[r][d][t] = number();
            for (int t = 0; ranked && t < tables[r]; t++) rank_at[r][d][t] = number();
            before[r][d] = told ? number() : -1;
        }
    }
}

static int mix(int r, int t) {
    int found = 0;
    for (int v = 0; v < values; v++) found += off[v][size[r][t]][count[r][t][v]];
    return found;
}

static int is_change(int r, int d, int t) { return before[r][d] >= 0 && before[r][d] != t; }

static int over(int by) { return changes + by > allowed_changes ? DEAR * (changes + by - allowed_changes) : 0; }

static int wished(int r, int d, int from, int to) {
    if (!ranked) return 0;
    int then = regret[d] + (to < 0 ? 0 : rank_at[r][d][to]) - (from < 0 ? 0 : rank_at[r][d][from]);
    return pref * (then * then - regret[d] * regret[d]);
}

/* Puts somebody at a table (-1: at none) and returns by how much that changes the cost. */
static int put(int r, int d, int to) {
    int from = at[r][d], cost = 0, change = 0;
    if (from >= 0) {
        cost -= mix(r, from);
        int last = seat[r][from][--size[r][from]];
        seat[r][from][slot[r][d]] = last, slot[r][last] = slot[r][d];
        for (int a = 0; a < attributes; a++) count[r][from][kind[d][a]]--;
        for (int i = 0; i < size[r][from]; i++) {
            int other = seat[r][from][i];
            if (unit_of[other] == unit_of[d]) continue;
            near[d][other] -= repeat, near[other][d] -= repeat;
            cost -= near[d][other];
        }
        cost += mix(r, from) + wished(r, d, from, -1);
        regret[d] -= rank_at[r][d][from];
        change -= is_change(r, d, from);
    }
    at[r][d] = to;
    if (to >= 0) {
        cost -= mix(r, to);
        for (int i = 0; i < size[r][to]; i++) {
            int other = seat[r][to][i];
            if (unit_of[other] == unit_of[d]) continue;
            cost += near[d][other];
            near[d][other] += repeat, near[other][d] += repeat;
        }
        slot[r][d] = size[r][to], seat[r][to][size[r][to]++] = d;
        for (int a = 0; a < attributes; a++) count[r][to][kind[d][a]]++;
        cost += mix(r, to) + wished(r, d, -1, to);
        regret[d] += rank_at[r][d][to];
        change += is_change(r, d, to);
    }
    cost += over(change) - over(0);
    changes += change;
    return cost;
}

/* What it would cost that two people, each alone in a unit, change places. */
static int swap_cost(int r, int i, int j) {
    int a = at[r][i], b = at[r][j], cost = 0;
    for (int k = 0; k < size[r][a]; k++) {
        int other = seat[r][a][k];
        if (other != i) cost += near[j][other] - near[i][other] + repeat;
    }
    for (int k = 0; k < size[r][b]; k++) {
        int other = seat[r][b][k];
        if (other != j) cost += near[i][other] - near[j][other] + repeat;
    }
    for (int k = 0; k < attributes; k++) {
        int v = kind[i][k], w = kind[j][k], *here = count[r][a], *there = count[r][b];
        if (v == w) continue;
        int *va = off[v][size[r][a]], *wa = off[w][size[r][a]], *vb = off[v][size[r][b]], *wb = off[w][size[r][b]];
        cost += va[here[v] - 1] - va[here[v]] + wa[here[w] + 1] - wa[here[w]];
        cost += wb[there[w] - 1] - wb[there[w]] + vb[there[v] + 1] - vb[there[v]];
    }
    cost += wished(r, i, a, b) + wished(r, j, b, a);
    if (told) {
        int change = is_change(r, i, b) - is_change(r, i, a) + is_change(r, j, a) - is_change(r, j, b);
        cost += over(change) - over(0);
    }
    return cost;
}

static int is_loose(int d, const int *heads) { return heads[unit_of[d]] == 1; }

static int agrees(int cost, double heat) {
    return cost <= 0 || drawn(1u << 30) < exp(-cost / heat) * (1u << 30);
}

/* A unit goes to another table, where sizes allow alone; for two and more, as many loose people may come back.
   Returns the change of cost. */
static int exchange(int r, int d, int there, const int *heads, double heat) {
    int here = at[r][d], moved = 0, back = 0, mine[SEATS], yours[SEATS];
    for (int k = 0; k < size[r][here]; k++)
        if (unit_of[seat[r][here][k]] == unit_of[d]) mine[moved++] = seat[r][here][k];
    int wanted = moved == 1 ? 0 : drawn(4) ? moved : (int)drawn(moved + 1);
    for (int tries = 0; tries < 3 * wanted && back < wanted && size[r][there]; tries++) {
        int other = seat[r][there][drawn(size[r][there])], is_new = is_loose(other, heads) && open_to[r][other][here];
        for (int k = 0; k < back; k++) is_new = is_new && yours[k] != other;
        if (is_new) yours[back++] = other;
    }
    int flow = moved - back;
    if (flow && (size[r][there] + flow > most[r][there] || size[r][here] - flow < least[r][here])) return 0;
    int cost = 0;
    for (int k = 0; k < moved; k++) cost += put(r, mine[k], -1);
    for (int k = 0; k < back; k++) cost += put(r, yours[k], here);
    for (int k = 0; k < moved; k++) cost += put(r, mine[k], there);
    if (agrees(cost, heat)) return cost;
    for (int k = 0; k < moved; k++) put(r, mine[k], -1);
    for (int k = 0; k < back; k++) put(r, yours[k], there);
    for (int k = 0; k < moved; k++) put(r, mine[k], here);
    return 0;
}

/* Everybody sits where told, if anywhere; the others, those with few choices first, at the emptiest table. */
static int seat_all(const int *heads) {
    int cost = 0;
    for (int r = 0; r < rounds; r++) {
        for (int d = 0; d < people; d++)
            if (before[r][d] >= 0) cost += put(r, d, before[r][d]);
        for (int choices = 1; choices <= tables[r]; choices++)
            for (int turn = 0, from = drawn(people); turn < people; turn++) {
                int d = (turn + from) % people, free = 0, to = -1;
                for (int t = 0; t < tables[r]; t++) free += open_to[r][d][t];
                if (at[r][d] >= 0 || free != choices) continue;
                for (int t = 0; t < tables[r]; t++) {
                    int fits = open_to[r][d][t] && size[r][t] + heads[unit_of[d]] <= most[r][t];
                    if (fits && (to < 0 || size[r][t] < size[r][to])) to = t;
                }
                if (to < 0) exit(3);
                for (int mate = 0; mate < people; mate++)
                    if (unit_of[mate] == unit_of[d]) cost += put(r, mate, to);
            }
        for (int t = 0; t < tables[r]; t++) /* a table that has become too small takes people from larger ones */
            for (int tries = 0; size[r][t] < least[r][t] && tries < 100000; tries++) {
                int d = drawn(people), from = at[r][d];
                if (is_loose(d, heads) && open_to[r][d][t] && size[r][from] > least[r][from]) cost += put(r, d, t);
            }
    }
    return cost;
}

int main(int argc, char **argv) {
    if (argc != 6) return 1;
    double seconds = atof(argv[1]), hot = atof(argv[3]), cold = atof(argv[4]), heat = hot;
    long long goal = atoll(argv[5]);
    luck = strtoull(argv[2], NULL, 10) * 1000003u;
    read_problem();
    static int heads[PEOPLE];
    for (int d = 0; d < people; d++) heads[unit_of[d]]++;
    memset(at, -1, sizeof at);
    long long cost = seat_all(heads), lowest = cost + (told ? over(0) + 1 : 1);
    for (long long step = 0;; step++) {
        if (step % 1024 == 0) {
            double share = used() / seconds;
            if (share >= 1 || lowest <= goal) break;
            heat = hot * pow(cold / hot, share);
        }
        int r = drawn(rounds), d = drawn(people), here = at[r][d], there = drawn(tables[r]);
        if (here != there && open_to[r][d][there]) {
            int place = drawn(size[r][there] + 1), other = place < size[r][there] ? seat[r][there][place] : -1;
            if (!is_loose(d, heads) || other < 0)
                cost += exchange(r, d, there, heads, heat);
            else if (is_loose(other, heads) && open_to[r][other][here]) {
                int change = swap_cost(r, d, other);
                if (agrees(change, heat)) put(r, d, -1), put(r, other, here), put(r, d, there), cost += change;
            }
        }
        if (cost < lowest && changes <= allowed_changes) {
            lowest = cost;
            for (int k = 0; k < rounds; k++) memcpy(best[k], at[k], people * sizeof(int));
        }
    }
    for (int r = 0; r < rounds; r++)
        for (int d = 0; d < people; d++) printf("%d%c", best[r][d], d + 1 < people ? ' ' : '\n');
    return 0;
}
