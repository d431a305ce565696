"""Prints the ratios of bench/run.sh. Of several runs the best counts, and CPU
time rather than the clock: both are what a busy machine distorts least."""
import collections, re, subprocess, sys, time

work, kept, size = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])

go = collections.defaultdict(lambda: collections.defaultdict(list))
for line in open(work + "/go.txt"):
    if m := re.match(r"Benchmark(\S+?)-?\d*\s+\d+\s", line):
        for value, unit in re.findall(r"([\d.]+) (\S+)", line[m.end():]):
            go[m[1]][unit].append(float(value))

runs = collections.defaultdict(list)
for line in open(work + "/time.txt"):
    name, *figures = line.split()
    runs[name].append([float(f) for f in figures])


def bench(name, unit="ns/op"):
    return min(go[name][unit])


def spent(name):
    return min(r[0] + r[1] for r in runs[name])


def user(name):
    return min(r[0] for r in runs[name])


def peak(name):
    return max(r[3] for r in runs[name]) / 1024


def cores(name):
    return max((user + system) / elapsed for user, system, elapsed, _ in runs[name])


def started(command):
    times = []
    for _ in range(31):
        begin = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - begin)
    return 1000 * min(times)


cpu = "cpu-ns/page"
parts = bench("Fetch", cpu) + bench("Parse", cpu) + bench("Store", cpu)
table = [
    ("listing page / html.Parse", bench("Parse", cpu) / bench("Tree", cpu), "<= 1.8"),
    ("bare loop / fetch and parse", bench("Loop", cpu) / bench("FetchAndParse", cpu), ">= 0.85"),
    ("pipeline CPU / sum of its parts", bench("Pipeline/parallel=1", cpu) / parts, "<= 1.15"),
    ("the same, --parallel 4", bench("Pipeline/parallel=4", cpu) / parts, "<= 1.15"),
    ("pipeline CPU / the parts by hand", bench("Pipeline/parallel=1", cpu) / bench("ByHand", cpu), ""),
    ("cores used by a crawl", cores("one"), ""),
    ("cores used, --parallel 4", cores("four"), "2"),
    ("cores used by import", cores("import"), "2"),
    ("cores used by reparse", cores("reparse"), "2"),
    ("peak memory of a crawl, MiB", peak("crawl"), "<= 64"),
    ("pages kept / their size", kept, "<= 0.17"),
    ("sqlite3 -json / export, same arrays", spent("shell-json") / spent("export-json"), ">= 1"),
    ("sqlite3 -json / export, view alone", spent("shell-json-plain") / spent("export-json"), ""),
    ("sqlite3 -csv / export, same columns", spent("shell-csv") / spent("export-csv"), ">= 0.85"),
    ("sqlite3 -csv / export, without lists", spent("shell-csv-plain") / spent("export-csv"), ""),
    ("export of json / of atom", spent("export-json") / spent("export-atom"), ">= 0.5"),
    ("export of json / of jsonfeed", spent("export-json") / spent("export-jsonfeed"), ">= 0.5"),
    ("export of json / of ghost", spent("export-json") / spent("export-ghost"), ">= 0.5"),
    ("export of json / of wxr", spent("export-json") / spent("export-wxr"), ">= 0.5"),
    ("the converter / export of markdown", user("convert") / user("export-markdown"), ">= 0.85"),
    ("the converter / export of hugo", user("convert") / user("export-hugo"), ">= 0.85"),
    ("the converter / export of jekyll", user("convert") / user("export-jekyll"), ">= 0.85"),
    ("peak memory of an export, json, MiB", peak("export-json"), "<= 32"),
    ("peak memory of an export, wxr, MiB", peak("export-wxr"), "<= 64"),
    ("version beyond an empty program, ms", started([work + "/blogferry", "version"]) - started([work + "/empty"]), "<= 10"),
    ("stripped binary, MB", size / 1e6, "<= 22"),
]
if runs["tenfold"]:
    table.insert(10, ("peak memory, ten times the posts", peak("tenfold") / peak("crawl"), "<= 1.1"))
print(f"\n{'':38}{'measured':>10}   target")
for name, value, target in table:
    print(f"{name:38}{value:10.2f}   {target}")
