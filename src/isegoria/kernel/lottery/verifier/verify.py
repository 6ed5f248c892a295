"""Check the record of a civic lottery. Run:  python3 -I verify.py [DIR [SLIP]]

Needs Python 3.9 or later and nothing else: no optimiser, no network, no trust in who made it. DIR
is the folder of the record (default: where this file is). SLIP is the slip of one volunteer, who
learns whether his or her line is in the pool. Exit 0: everything holds; 1: it says what does not.
"""
# ruff: noqa: B905 - zip(strict=) needs Python 3.10, and this file runs on 3.9

import csv
import hmac
import json
import sys
from collections import Counter
from fractions import Fraction
from hashlib import md5, sha256
from math import ceil, floor, lcm
from pathlib import Path
from typing import Any

PRIVATE = ("probabilities.csv", "secrets.json")  # like DRAWN, they name people: not published
DRAWN = ("alternates.csv", "panel.csv")
PUBLIC = ("lottery.json", "panels.csv", "pool.jsonl", "verify.py")


class Record:
    """The folder, what was understood of it, what is wrong (problems), what was learnt (notes)."""

    def __init__(self, folder: Any) -> None:
        self.data = {p.name: p.read_bytes() for p in Path(folder).iterdir() if p.is_file()}
        self.problems, self.notes = list[str](), list[str]()

    def claim(self, holds: Any, problem: str) -> None:
        """Note the problem unless the claim holds."""
        if not holds:
            self.problems.append(problem)

    def json(self, name: str) -> Any:
        """A file of canonical JSON: sorted keys, no spaces, so that one value has one hash."""
        value = json.loads(self.data[name])
        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        self.claim(plain.encode() == self.data[name], f"{name}: not in canonical form")
        return value

    def rows(self, name: str) -> list[list[str]]:
        """A file of comma-separated values."""
        return list(csv.reader(self.data[name].decode().splitlines()))


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return sha256(data).hexdigest()


def check_hashes(record: Any) -> None:
    """the hashes: the transcript gives those of the files, SHA256SUMS gives all of them again"""
    t = record.transcript = record.json("transcript.json")
    sums = {name: digest(record.data[name]) for name in ("report.md", "transcript.json")}
    record.notes.append(f"transcript {sums['transcript.json']}")
    record.claim(sorted(t["files"]) == sorted(PUBLIC + PRIVATE), "transcript.json: wrong files")
    sums.update(t["files"])
    found = record.data["SHA256SUMS"].decode()
    for name, said in sorted(sums.items()):
        record.claim(f"{said}  {name}\n" in found, f"{name}: not what SHA256SUMS says")
        same = digest(record.data[name]) == said if name in record.data else name in PRIVATE
        record.claim(same, f"{name}: missing or changed")
    record.claim(found == "".join(f"{sums[x]}  {x}\n" for x in sorted(sums)), "SHA256SUMS: wrong")


def merkle_root(lines: list[bytes]) -> str:
    """RFC 6962: hash the lines, then two by two from the left; an odd one goes up as it is."""
    level = [sha256(b"\0" + line).digest() for line in lines]
    while len(level) > 1:
        pairs = [sha256(b"\1" + a + b).digest() for a, b in zip(level[::2], level[1::2])]
        level = pairs + level[len(pairs) * 2 :]
    return level[0].hex()


def check_pool(record: Any) -> None:
    """the pool: [pseudonym, values, household, standing, weight] of everybody, by pseudonym"""
    pool, lines = record.transcript["pool"], record.data["pool.jsonl"].split(b"\n")
    record.claim(lines.pop() == b"", "pool.jsonl: its last line is cut")
    record.claim(merkle_root(lines) == pool["root"], "pool.jsonl: another pool")
    record.pool = people = [[*json.loads(line), "1"][:5] for line in lines]
    names = [person[0] for person in people]
    record.claim(names == sorted(set(names)), "pool.jsonl: not sorted, or somebody stands twice")
    taken = {home for _, _, home, standing, _ in people if standing == "seated" and home}
    free = [home for _, _, home, standing, _ in people if standing == "eligible"]
    record.claim(not taken.intersection(free), "pool.jsonl: somebody lives with a seated member")
    record.claim([pool["people"], pool["eligible"]] == [len(people), len(free)], "pool: sizes")


def check_terms(record: Any) -> None:
    """the terms: people of one profile and weight are one type; size, quotas, households, cap"""
    t, record.cap = record.transcript, Fraction(record.transcript["cap"])
    seated, groups, homes = Counter[Any](), dict[Any, list[int]](), dict[str, list[int]]()
    free = [[home, Fraction(weight)] for _, _, home, s, weight in record.pool if s == "eligible"]
    shared, heaviest = Counter(home for home, _ in free), max(weight for _, weight in free)
    for p, (_, values, home, standing, weight) in enumerate(record.pool):
        if standing == "eligible":
            key = (tuple(values), home if shared[home] > 1 else "", Fraction(weight) / heaviest)
            groups.setdefault(key, []).append(p)
        elif standing == "seated":
            seated.update(["", *zip(t["features"], values)])
    record.types = types = sorted(groups)
    record.members, record.weights = [groups[key] for key in types], [key[2] for key in types]
    record.claim(min(record.weights) > 0 and 0 < record.cap <= 1, "a weight or the cap is no such")
    record.type_of = {p: i for i, people in enumerate(record.members) for p in people}
    seats = t["size"] - seated[""]
    rows: Any = [(seats, seats, range(len(types)))]
    for q in t["quotas"]:
        there, column = seated[q["feature"], q["value"]], t["features"].index(q["feature"])
        held = [i for i, key in enumerate(types) if key[0][column] == q["value"]]
        rows.append((max(0, q["min"] - there), q["max"] - there, held))
    for i, (_, home, _) in enumerate(types):
        homes.setdefault(home, []).append(i)
    rows += [(0, 1, homes[home]) for home in sorted(homes) if home]
    record.bounds, record.rows_of = [row[:2] for row in rows], [[] for _ in types]
    for number, (_, _, held) in enumerate(rows):
        for i in held:
            record.rows_of[i].append(number)
    record.notes.append(f"{len(record.type_of)} people in {len(types)} types, {seats} seats")


def keeps(record: Any, counts: dict[int, int]) -> bool:
    """Does a panel (count by type) keep the size, every quota, and one per household?"""
    sums = [0] * len(record.bounds)
    for i, count in counts.items():
        if not 1 <= count <= len(record.members[i]):
            return False
        for row in record.rows_of[i]:
            sums[row] += count
    return all(low <= found <= high for found, (low, high) in zip(sums, record.bounds))


def check_lottery(record: Any) -> None:
    """the lottery: weighted panels that keep everything, and together give the chances claimed"""
    lottery, members = record.json("lottery.json"), record.members
    claimed = [Fraction(kind.pop("chance")) for kind in lottery["types"]]
    keys = [(tuple(k["values"]), k["household"], Fraction(k["weight"])) for k in lottery["types"]]
    told = [[key, kind["people"]] for key, kind in zip(keys, lottery["types"])]
    due = [[kind, len(people)] for kind, people in zip(record.types, members)]
    record.claim(told == due, "lottery.json: its types are not those of the pool")
    seats, total = [0] * len(due), 0
    for number, panel in enumerate(lottery["panels"], 1):
        counts, weight = dict(panel["seats"]), int(panel["weight"])
        record.claim(weight > 0 and keeps(record, counts), f"lottery: panel {number} breaks a rule")
        total += weight
        for i, count in counts.items():
            seats[i] += weight * count
    record.chances = [Fraction(held, total * len(m)) for held, m in zip(seats, members)]
    record.claim(record.chances == claimed, "lottery.json: these panels give other chances")
    record.notes.append(f"smallest chance {float(min(record.chances)):.9g}")


def pulls(record: Any, stage: Any) -> tuple[list[int], int, int]:
    """Take any multipliers u of the rows, c = people of a type * sum of u over its rows. Whatever the
    lottery, with p the chances of the types: sum of c p <= sum over rows of max(u low, u high).
    Returns c, the right-hand side, and by what all was multiplied to be whole."""
    duals = {row: Fraction(u) for row, u in stage["duals"]}
    scale = lcm(*(u.denominator for u in duals.values()))
    u = [int(duals.get(row, 0) * scale) for row in range(len(record.bounds))]
    c = [len(m) * sum(u[r] for r in rows) for m, rows in zip(record.members, record.rows_of)]
    return c, sum(max(x * low, x * high) for x, (low, high) in zip(u, record.bounds)), scale


def proves(record: Any, stage: Any, known: dict[int, Fraction]) -> bool:
    """Is the smallest chance, divided by the weight, of the types not known at most the value? By
    the cap alone, or by weak duality: no chance passes the cap, the known ones are not lower."""
    weights, cap, value = record.weights, record.cap, Fraction(stage["value"])
    others = [i for i in range(len(weights)) if i not in known]
    if not set(stage["fixed"]).issubset(others):
        return False
    if value * max(weights[i] for i in others) >= cap:
        return all(value * weights[i] == cap for i in stage["fixed"])
    c, most, _ = pulls(record, stage)
    most += sum(max(0, -x) for x in c) * cap - sum(max(0, c[i]) * z for i, z in known.items())
    lifted = sum(max(0, c[i]) * weights[i] for i in others)
    return lifted > 0 and all(c[i] > 0 for i in stage["fixed"]) and lifted * value >= most


def balances(record: Any, stage: Any, known: dict[int, Fraction]) -> bool:
    """Goldilocks. With M the largest and m the smallest chance, divided by weights, and e the even
    one, does M/e + e/m of no lottery stay below that of the ends claimed? e/m lies above its tangent
    at the low end; weak duality and the cap bound m by a concave function of M, with kinks where a
    weight meets the cap: the least is at one of them, or at 0. It is 2 at least, since M >= m."""
    weights, cap, low = record.weights, record.cap, Fraction(stage["value"])
    high, free = Fraction(stage["high"]), [i for i in range(len(weights)) if i not in known]
    even = record.bounds[0][0] / sum(len(record.members[i]) * weights[i] for i in free)
    c, whole, scale = pulls(record, stage)
    rest = even / low**2 - sum(max(0, c[i]) * weights[i] for i in free) / scale
    most = Fraction(whole, scale) + max(0, rest) * cap / max(weights[i] for i in free)
    down = [(Fraction(-c[i], scale), weights[i]) for i in free if c[i] < 0]
    kinks = {Fraction(0), *(cap / w for _, w in down)}
    least = min(M / even - sum(y * min(cap, M * w) for y, w in down) for M in kinks)
    best = max(2, 2 * even / low - most + least)
    return not any(known.values()) and 0 < low <= high and high / even + even / low - best <= 1e-9


def check_certificate(record: Any) -> None:
    """the certificate: no lottery has a larger smallest chance, then a larger next one, and so on"""
    t, known, weights = record.transcript, dict[int, Fraction](), record.weights
    for number, stage in enumerate(t["stages"], 1):
        word = t["label"] == "optimal (exact pricing)" and not stage["duals"]
        proof = balances if "high" in stage else proves
        holds = proof(record, stage, known) or (word and t["solver_claims"])
        record.claim(holds, f"certificate: stage {number} fails")
        known.update((i, Fraction(stage["value"]) * weights[i]) for i in stage["fixed"])
    last, gap, cap = t["stages"][-1], Fraction(t["gap"]), record.cap
    ends = [(known.get(i, Fraction(last["value"]) * w), cap) for i, w in enumerate(weights)]
    if "high" in last:
        ends = [(low, min(cap, Fraction(last["high"]) * w)) for (low, _), w in zip(ends, weights)]
    out = max(0, *(max(low - p, p - high) for p, (low, high) in zip(record.chances, ends)))
    record.notes.append(f"claim: {t['label']}; farthest below its bound: {float(out):.2g}")
    fit = out - gap <= 1e-9 and (gap == 0 or t["label"] == "best found")
    record.claim(fit, "certificate: a chance is further below its bound, or above, than claimed")
    holes = [len(known) == len(weights), True, "high" in last]
    asked = ["leximin", "maximin", "goldilocks"].index(t["objective"])
    record.claim(holes[asked] and ("high" in last) == (asked == 2), "certificate: holes")
    record.notes += [f"NOT proved here, unlike the rest: {x}" for x in t["solver_claims"]]


def check_list(record: Any) -> None:
    """the list: numbered panels that keep everything, everybody in as many as the chances say"""
    told, rows = record.transcript["list"], record.rows("panels.csv")
    n, outside, largest = told["panels"], [], Fraction(0)
    counts = record.times = Counter[int]()
    numbers = ["number"] + [str(i).zfill(len(str(n - 1))) for i in range(n)]
    record.claim([row[0] for row in rows] == numbers, "panels.csv: not numbered as it should be")
    record.panels = {row[0]: [int(line) - 1 for line in row[1:]] for row in rows[1:]}
    for number, panel in record.panels.items():
        fit = panel == sorted(set(panel)) and all(p in record.type_of for p in panel)
        fit = fit and keeps(record, Counter(record.type_of[p] for p in panel))
        record.claim(fit, f"panels.csv: panel {number} breaks a rule or holds somebody excluded")
        counts.update(panel)
    for p, i in sorted(record.type_of.items()):
        due, name = record.chances[i] * n, record.pool[p][0]
        largest = max(largest, abs(counts[p] - due))
        record.claim((due > 0) == (counts[p] > 0), f"panels.csv: {name}: {counts[p]}, due {due}")
        if not floor(due) <= counts[p] <= ceil(due):
            outside.append([name, counts[p], str(due)])
    record.claim(outside == told["exceptions"], "panels.csv: not the exceptions of the transcript")
    record.claim(largest <= 2, "panels.csv: somebody is more than 2 panels away from the chances")
    record.notes.append(f"{n} numbered panels; {len(outside)} people outside floor and ceiling")


def check_names(record: Any) -> None:
    """the files that name people, when they are here: salts, pseudonyms, and chances by id"""
    names = record.id_of = dict[int, str]()
    if "secrets.json" in record.data:
        secrets = record.json("secrets.json")
        seed = bytes.fromhex(secrets["seed"])
        for p, (line, person) in enumerate(zip(record.pool, secrets["people"])):
            name, salt = person["id"].encode(), bytes.fromhex(person["salt"])
            made = digest(salt + name)[:32] == line[0] and hmac.digest(seed, name, "sha256") == salt
            record.claim(made, f"secrets.json: not the salt or the pseudonym of {person['id']}")
            names[p] = person["id"]
    if "probabilities.csv" in record.data:
        rows = [[r[0] if names else "", *r[1:]] for r in record.rows("probabilities.csv")[1:]]
        people = [(names.get(p, ""), p, i) for p, i in record.type_of.items()]
        due = [[x, repr(float(record.chances[i])), str(record.times[p])] for x, p, i in people]
        record.claim(sorted(due) == sorted(rows), "probabilities.csv: not the chances claimed")


def alternates(record: Any, number: str, panel: list[int]) -> list[tuple[int, int, int]]:
    """(seat, rank, person): those not drawn whose swap for the seat keeps everything, same type
    first, then by SHA-256 of root, number and pseudonym."""
    root, left = record.transcript["pool"]["root"], set(record.type_of) - set(panel)
    order = {p: digest(f"{root},{number},{record.pool[p][0]}".encode()) for p in left}
    waiting = [sorted(left.intersection(m), key=order.__getitem__) for m in record.members]
    sums = Counter(row for p in panel for row in record.rows_of[record.type_of[p]])
    least = {row for row, (low, _) in enumerate(record.bounds) if sums[row] == low}
    full = {row for row, (_, high) in enumerate(record.bounds) if sums[row] == high}
    rows, ranked = [set(held) for held in record.rows_of], {}
    for i in {record.type_of[p] for p in panel}:
        fit = [j for j, r in enumerate(rows) if least & rows[i] <= r and full & r <= rows[i]]
        others = sorted((p for j in fit if j != i for p in waiting[j]), key=order.__getitem__)
        ranked[i] = [*enumerate(waiting[i] + others, 1)]
    seats = [(seat, ranked[record.type_of[p]]) for seat, p in enumerate(panel, 1)]
    return [(seat, rank, p) for seat, people in seats for rank, p in people]


def gives(source: Any, total: int) -> int:
    """The number that one public source gives for a list of so many panels."""
    if source["kind"] == "dice":
        return int("".join(map(str, source["rolls"])))
    if source["kind"] == "drand":
        return int(digest(bytes.fromhex(source["signature"])), 16) % total
    if source["kind"] == "rfc3797":  # its first selection: MD5 is what that standard says
        text = bytes(2) + source["key"].encode() + bytes(2)
        return int(md5(text, usedforsecurity=False).hexdigest(), 16) % total
    return int(source["number"])


def check_sources(record: Any, told: Any, total: int, drawing: Any) -> None:
    """the sources: those announced, each with its outcome, added up modulo the number of panels"""
    due, used = told["sources"], drawing["sources"]
    same = len(due) == len(used) and all(x.items() <= y.items() for x, y in zip(due, used))
    record.claim(same, "drawing.json: not the sources that were announced")
    found, digits = [gives(source, total) for source in used], len(str(total - 1))
    fit = drawing["number"] == str(sum(found) % total).zfill(digits) and max(found) < total
    dice = [source["rolls"] for source in used if source["kind"] == "dice"]
    fit = fit and all(len(x) == digits and {*x} <= {*range(10)} for x in dice)
    record.claim(fit, "drawing.json: its sources do not give its number")
    for x in (x for x in used if x["kind"] == "drand"):
        name = f"{x['signature'][:12]}… is the signature of drand {x['chain']}, round {x['round']}"
        record.notes.append(f"taken as given (`isegoria lottery verify` checks it): {name}")


def check_drawing(record: Any) -> Any:
    """the drawing: the number announced gives this panel and these alternates, with no choice"""
    if "drawing.json" not in record.data:
        record.claim(not {*DRAWN} & {*record.data}, "drawing.json: missing")
        return record.notes.append("not drawn yet")
    drawing, names, pool = record.json("drawing.json"), record.id_of, record.pool
    check_sources(record, record.transcript, len(record.panels), drawing)
    number, panel = drawing["number"], record.panels[drawing["number"]]
    after = alternates(record, number, panel)
    text = "".join(f"{seat},{rank},{pool[p][0]}\n" for seat, rank, p in after)
    told = [drawing[key] for key in ("panel", "alternates", "transcript")] + [*drawing["files"]]
    due = [digest(text.encode()), digest(record.data["transcript.json"]), *DRAWN]
    record.claim(told == [[pool[p][0] for p in panel], *due], "drawing.json: not its number's")
    for name, said in drawing["files"].items():
        same = name not in record.data or digest(record.data[name]) == said
        record.claim(same, f"{name}: changed since the draw, or drawing.json was")
    if names and {*DRAWN} <= {*record.data}:
        seats = [[names[p], str(seat)] for seat, p in enumerate(panel, 1)]
        ranks = [[names[p], str(seat), str(rank)] for seat, rank, p in after]
        rows = [row[:2] for row in record.rows("panel.csv")[1:]]
        fit = rows == seats and record.rows("alternates.csv")[1:] == ranks
        record.claim(fit, "panel.csv, alternates.csv: not the people of this number")
    return record.notes.append(f"drawn: number {number}, {len(panel)} people")


def check_edition(record: Any) -> None:
    """the public edition: profiles of k people or more, and panels that keep what it tells of them"""
    e, files, n = record.json("edition.json"), sorted({*record.data} - {"SHA256SUMS"}), record.data
    sums = "".join(f"{digest(n[name])}  {name}\n" for name in files)
    record.claim(sums == n["SHA256SUMS"].decode(), "SHA256SUMS: wrong")
    for name, said in e["files"].items():
        record.claim(name in n and digest(n[name]) == said, f"{name}: missing or changed")
    people, place = [kind["people"] for kind in e["profiles"]], e["features"].index
    whole = min(people) >= e["k"] and sum(people) == e["pool"]["eligible"]
    record.claim(whole, "edition.json: a profile of too few people, or people are missing")
    held = [[kind["values"][place(q["feature"])] for kind in e["profiles"]] for q in e["quotas"]]
    record.claim(not any(None in x for x in held), "edition.json: a quota on coarsened values")
    rows, total = record.rows("panels.csv")[1:], e["panels"]
    due = [str(i).zfill(len(str(total - 1))) for i in range(total)]
    record.claim([row[0] for row in rows] == due, "panels.csv: not numbered as it should be")
    for number, panel in ((row[0], Counter(map(int, row[1:]))) for row in rows):
        fit = sum(panel.values()) == e["seats"] and all(panel[i] <= people[i] for i in panel)
        for q, x in zip(e["quotas"], held):
            fit = fit and q["min"] <= sum(panel[i] for i in panel if x[i] == q["value"]) <= q["max"]
        record.claim(fit, f"panels.csv: panel {number} breaks a rule")
    record.notes.append(f"public edition: {total} panels of {e['seats']} seats")
    record.notes += [f"NOT proved by this edition: {x}" for x in e["not_proved"]]
    if "drawing.json" in n:
        drawing = record.json("drawing.json")
        check_sources(record, e, total, drawing)
        told = [drawing["edition"], [drawing["number"], *map(str, drawing["panel"])] in rows]
        record.claim(told == [digest(n["edition.json"]), True], "drawing.json: not its number's")
        record.notes.append(f"drawn: number {drawing['number']}")


def check_slip(record: Any) -> None:
    """the slip: the line is made of this id and this salt, and it is under the root of the pool"""
    told = {"edition.json", "transcript.json"}.intersection(record.data).pop()
    slip, pool = json.loads(record.slip), record.json(told)["pool"]
    name, salt, line = slip["id"].encode(), bytes.fromhex(slip["salt"]), slip["line"].encode()
    record.claim(json.loads(line)[0] == digest(salt + name)[:32], "slip: not the line of this id")
    node, index, last = sha256(b"\0" + line).digest(), slip["index"], pool["people"] - 1
    for sibling in map(bytes.fromhex, slip["proof"]):
        while index == last and index % 2 == 0 and index:
            index, last = index // 2, last // 2
        node = sha256(b"\1" + (sibling + node if index % 2 else node + sibling)).digest()
        index, last = index // 2, last // 2
    record.claim(last == 0 and node.hex() == pool["root"], "slip: this line is not in the pool")
    record.notes.append(f"the line of {slip['id']}: {slip['line']}")


def examine(folder: Any, slip: Any = None) -> Any:
    """The whole record, or one slip against its transcript, with its problems and notes."""
    record: Any = Record(folder)
    record.slip = Path(slip).read_bytes() if slip else b""
    checks: Any = (check_hashes, check_pool, check_terms, check_lottery, check_certificate)
    checks += (check_list, check_names, check_drawing)
    checks = (check_edition,) if "edition.json" in record.data else checks
    for check in (check_slip,) if slip else checks:
        try:
            check(record)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            record.problems.append(f"{check.__doc__}: {type(error).__name__} ({error})")
            break
    return record


if __name__ == "__main__":
    examined = examine(*(sys.argv[1:3] or [str(Path(__file__).parent)]))
    print("\n".join(examined.notes + [f"WRONG: {problem}" for problem in examined.problems[:50]]))
    print("The record does not hold." if examined.problems else "The record holds.")
    sys.exit(bool(examined.problems))
