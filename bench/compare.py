#!/usr/bin/env python3
"""Lets eqm, PyTorch, ONNX Runtime and OpenVINO take turns on one machine, on the same network and weights.

    python3 -m venv venv && venv/bin/pip install -r bench/requirements.txt
    venv/bin/python bench/compare.py --official FOLDER-WITH-THE-PUBLISHED-CODE

Every side is a process that prepares its network once and waits. In a round each side has one turn, a few calls after one
that does not count. Sides for which memory does not suffice together are measured in smaller groups, always with eqm, and one
after the other where not even two fit. Results are written to --out after each comparison: results.json and results.md.
"""

import argparse
import itertools
import json
import os
import platform
import shlex
import subprocess
import sys

import table

HERE = os.path.dirname(os.path.abspath(__file__))
PARAMETERS = {"nano4": 1.3e6, "s2": 33e6, "b4": 131e6, "xl2": 675e6}
TITLES = {"nano4": "Nano/4, batch 64", "s2": "S/2, batch 8", "b4": "B/4, batch 16", "xl2": "XL/2, 2 rows"}
BATCH = {"nano4": 64, "s2": 8, "b4": 16, "xl2": 2}
PRESET = {"s2": "S/2", "b4": "B/4", "xl2": "XL/2"}
SIDES = {  # name -> function of forward.py or training.py, graph, precisions
    "forward": {
        "eqm": (None, None, ("float32", "bfloat16")),
        "PyTorch, eager": ("eager", None, ("float32", "bfloat16")),
        "torch.compile": ("compiled", None, ("float32", "bfloat16")),
        "torch.compile, weights frozen": ("frozen", None, ("float32", "bfloat16")),
        "ONNX Runtime, PyTorch's file": ("onnxruntime", "pytorch", ("float32",)),
        "ONNX Runtime, eqm's file": ("onnxruntime", "eqm", ("float32",)),
        "OpenVINO, PyTorch's file": ("openvino", "pytorch", ("float32", "bfloat16")),
        "OpenVINO, eqm's file": ("openvino", "eqm", ("float32", "bfloat16")),
    },
    "train": {
        "eqm": (None, None, ("float32", "bfloat16")),
        "PyTorch, eager": ("eager", None, ("float32", "bfloat16")),
        "torch.compile": ("compiled", None, ("float32", "bfloat16")),
    },
}
# The same for all sides: threads that wait do not spin, and glibc keeps the memory that every call takes again.
ENVIRONMENT = {"OMP_WAIT_POLICY": "PASSIVE", "MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_MAX_": "0",
               "MALLOC_TRIM_THRESHOLD_": "8589934592", "MALLOC_TOP_PAD_": "67108864"}


class Side:
    """A process that measures when it is told to."""

    def __init__(self, name, command, log):
        self.name, self.log, self.turns = name, log, []
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
                                        env={**os.environ, **ENVIRONMENT})
        self.head = self._answer()

    def _answer(self):
        for line in self.process.stdout:
            if line.startswith("{"):
                return json.loads(line)
        raise RuntimeError(f"{self.name} ended without an answer; see {self.log.name}")

    def turn(self, calls):
        print(calls, file=self.process.stdin, flush=True)
        return self._answer()

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def available_bytes():
    with open("/proc/meminfo") as lines:
        return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable"))


def command(o, what, key, precision, name):
    function, graph, _ = SIDES[what][name]
    if function is None:
        size = ["--preset", PRESET[key]] if what == "train" and key in PRESET else []
        size += ["--batch", str(BATCH[key]), "--precision", precision]
        run = ["--run", os.path.join(o.out, f"{key}-checkpoint")] if what == "forward" else []
        return shlex.split(o.eqm) + ["bench", what, "--turns"] + run + size
    file = os.path.join(o.out, f"{key}-{graph}.onnx") if graph else ""
    return [sys.executable, os.path.join(HERE, "side.py"), what, function, key, precision, o.official, file,
            os.path.join(o.out, f"{key}.npy")]


def prepare(o, key, log):
    """Weights, the expected answer and both ONNX files of a size."""
    def call(*parts):
        subprocess.run(parts, check=True, stdout=log, stderr=log, env={**os.environ, **ENVIRONMENT})

    checkpoint, graph = (os.path.join(o.out, key + end) for end in ("-checkpoint", "-eqm.onnx"))
    call(sys.executable, os.path.join(HERE, "prepare.py"), o.official, key, o.out)
    if not os.path.exists(checkpoint):
        call(*shlex.split(o.eqm), "import", os.path.join(o.out, key + ".pt"), "--out", checkpoint)
    if not os.path.exists(graph):
        call(*shlex.split(o.eqm), "export", checkpoint, "--out", graph)


def groups(o, what, key, others):
    """Sides that are measured together, each time with eqm; none means that not even two fit into memory."""
    # Bytes a weight: weights and packed copies; for training also moments, average and gradients.
    each = 7e8 + PARAMETERS[key] * (8 if what == "forward" else 26)
    fit = int(0.85 * available_bytes() / each)
    if fit < 2:
        return []
    return [others[i:i + fit - 1] for i in range(0, len(others), fit - 1)]


def measure(o, what, key, precision, names, log, rounds):
    """The sides of one group, round by round; answers with their turns."""
    sides, failed = [], {}
    for name in names:
        try:
            sides.append(Side(name, command(o, what, key, precision, name), log))
        except (RuntimeError, OSError) as e:
            failed[name] = str(e)
    calls = {side.name: max(1, min(50, int(o.seconds / side.turn(1)["seconds"][0]))) for side in sides}
    for number in range(rounds):
        for i in range(len(sides)):
            side = sides[(number + i) % len(sides)]
            side.turns.append(side.turn(calls[side.name]))
    for side in sides:
        side.close()
    return {s.name: (s.turns, s.head.get("error")) for s in sides}, failed


def comparison(o, what, key, precision, log):
    chosen = [n for n, (_, _, p) in SIDES[what].items()
              if precision in p and (not o.sides or n == "eqm" or any(w in n for w in o.sides.split(",")))]
    together = groups(o, what, key, chosen[1:])
    results = []

    def add(name, turns, baseline, error, failed=None):
        row = {"what": what, "size": TITLES[key], "precision": precision, "load": os.getloadavg()[0]}
        results.append({**row, "side": name, "failed": failed} if failed else
                       {**row, **table.summary(name, turns, baseline, error)})

    if not together:  # each side alone, twice in turn, with fewer rounds
        turns, errors, failed = {}, {}, {}
        for name in chosen + chosen:
            found, lost = measure(o, what, key, precision, [name], log, max(1, o.rounds // 4))
            failed |= lost
            for n, (t, e) in found.items():
                turns.setdefault(n, []).extend(t)
                errors[n] = e
        for name in chosen:
            if name in turns:
                add(name, turns[name], None if name == "eqm" else turns.get("eqm"), errors[name])
            else:
                add(name, None, None, None, failed[name])
        return results
    eqm, rows = [], []
    for others in together:
        found, failed = measure(o, what, key, precision, ["eqm"] + others, log, o.rounds)
        own = found.get("eqm", ([], None))
        eqm.append(own)
        rows += [(n, found[n][0], own[0], found[n][1], None) if n in found else (n, None, None, None, failed[n])
                 for n in others]
    turns = [t for some, _ in eqm for t in some]
    add("eqm", turns, None, eqm[0][1], None if turns else f"no answer; see {log.name}")
    for row in rows:
        add(*row)
    return results


def machine():
    with open("/proc/cpuinfo") as lines:
        cpu = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "unknown")
    return {"processor": cpu, "cores": os.cpu_count(), "system": platform.platform(), "python": platform.python_version()}


def options():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--official", required=True, help="the folder of the published code, with models.py")
    p.add_argument("--eqm", default=os.path.join(os.path.dirname(HERE), "eqm"), help="how eqm is called")
    p.add_argument("--out", default="comparison", help="a folder for results, logs and what can be used again")
    p.add_argument("--sizes", default="nano4,s2,b4,xl2")
    p.add_argument("--what", default="forward,train")
    p.add_argument("--precision", default="float32,bfloat16")
    p.add_argument("--sides", default="", help="only sides with one of these words in their names, and eqm")
    p.add_argument("--rounds", type=int, default=12)
    p.add_argument("--seconds", type=float, default=0.6, help="roughly how long a turn takes")
    o = p.parse_args()
    if not os.path.exists(os.path.join(o.official, "models.py")):
        p.error(f"--official {o.official}: there is no models.py; give the folder of the published code")
    for given, known in ((o.sizes, TITLES), (o.what, SIDES), (o.precision, ("float32", "bfloat16"))):
        unknown = set(given.split(",")) - set(known)
        if unknown:
            p.error(f"{', '.join(sorted(unknown))}: unknown; choose from {', '.join(known)}")
    o.official, o.out = os.path.abspath(o.official), os.path.abspath(o.out)
    return o


def main():
    o = options()
    os.makedirs(o.out, exist_ok=True)
    results = []
    with open(os.path.join(o.out, "log.txt"), "a") as log:
        for key in o.sizes.split(","):
            print(f"{TITLES[key]}: preparing", flush=True)
            prepare(o, key, log)
            for what, precision in itertools.product(o.what.split(","), o.precision.split(",")):
                print(f"{TITLES[key]}: {what}, {precision}", flush=True)
                results += comparison(o, what, key, precision, log)
                with open(os.path.join(o.out, "results.json"), "w") as f:
                    json.dump({"machine": machine(), "rounds": o.rounds, "results": results}, f, indent=1)
                with open(os.path.join(o.out, "results.md"), "w") as f:
                    f.write(table.markdown(results))
    print(table.markdown(results))
    print(f"written to {o.out}: results.json, results.md")


if __name__ == "__main__":
    main()
