"""Starts by construction for rounds of equal tables without other rules: nobody meets anybody twice.

Give every person a row i and a column j, and let round k seat them at table j + k * i, counted in a ring of
as many elements as there are tables. Two people of different rows meet in exactly those rounds k in which
k * (i - i') = j' - j: at most one, as long as any two of the rounds' numbers differ by a unit of the ring.
The ring is a product of finite fields, one per prime power of the number of tables (MacNeish 1922), and
offers as many such numbers as its smallest field has elements. Rows that fill tables give one round
more.
"""

import numpy as np

from registrations.allocation.instance import Instance, Ints

POLYNOMIALS = {4: 0b111, 8: 0b1011, 16: 0b10011, 32: 0b100101, 64: 0b1000011}  # irreducible over two elements


def prime_powers(number: int) -> list[int]:
    """The prime powers whose product is the number, one per prime."""
    found, prime = [], 2
    while number > 1:
        power = 1
        while number % prime == 0:
            number, power = number // prime, power * prime
        if power > 1:
            found.append(power)
        prime += 1
    return found


def _product(a: int, b: int, polynomial: int) -> int:
    """The product of two polynomials over two elements, reduced."""
    top, found = polynomial.bit_length() - 1, 0
    while b:
        found ^= a if b & 1 else 0
        a, b = a << 1, b >> 1
        a ^= polynomial if a >> top else 0
    return found


def field(size: int) -> tuple[Ints, Ints] | None:
    """Addition and multiplication tables (size, size) of a finite field, None where none is at hand."""
    numbers = np.arange(size)
    if all(size % k for k in range(2, size)):
        return (numbers[:, None] + numbers) % size, (numbers[:, None] * numbers) % size
    if size not in POLYNOMIALS:
        return None
    times = [[_product(a, b, POLYNOMIALS[size]) for b in range(size)] for a in range(size)]
    return numbers[:, None] ^ numbers, np.array(times, dtype=np.intp)


def table_of(rows: int, tables: int, rounds: int) -> Ints | None:
    """(rounds, rows * tables): as many rounds without a repeat as the construction gives, or None."""
    powers = prime_powers(tables)
    fields = [field(size) for size in powers]
    number = np.arange(rows * tables)
    plan = np.zeros((min([rounds, *powers]), len(number)), dtype=np.intp)
    scale = 1
    for size, found in zip(powers, fields, strict=True):
        if found is None:
            return None
        plus, times = found
        i, j = (number // tables) // scale % size, (number % tables) // scale % size
        plan += np.array([plus[j, times[k % size, i]] for k in range(len(plan))]) * scale
        scale *= size
    if rows <= tables and tables % rows == 0 and len(plan) < rounds:
        by_row = (number // tables) * (tables // rows) + number % tables // rows
        plan = np.vstack((plan, by_row))
    return plan if rows <= tables else None


def constructed(instance: Instance) -> list[Ints]:
    """The first rounds of a plan without repeats, each (people,), where the problem is bare enough."""
    sizes = {(t.least, t.most) for row in instance.tables for t in row}
    counts = {len(row) for row in instance.tables}
    bare = not (instance.pins or instance.apart or instance.together or any(instance.needs))
    if not bare or len(sizes) != 1 or len(counts) != 1 or instance.absent or instance.wishes is not None:
        return []
    (least, most), tables = sizes.pop(), counts.pop()
    if least != most or least * tables != len(instance.people) or tables < 2:
        return []
    found = table_of(least, tables, instance.rounds)
    return [] if found is None else list(found)
