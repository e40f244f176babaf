"""One side of a comparison in a process of its own, which measures when it is told to.

It speaks as `eqm bench --turns` does: a line of JSON once everything is prepared; then, for each line of the standard input,
a number of calls, a line with the seconds of each call and the seconds of all processors that one took on average, after
one call that does not count. It ends when the input ends.
"""

import json
import os
import sys
import time

import network
import numpy


def main(what, side, key, precision, official, graph, reference):
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever libraries print is not an answer

    def say(**fields):
        print(json.dumps(fields), file=answers, flush=True)

    size = network.SIZES[key]
    if what == "forward":
        import forward as module

        work = getattr(module, side)(official, size, precision, graph)
        wanted = numpy.load(reference) * (-1 if graph.endswith("eqm.onnx") else 1)  # eqm's files have the paper's sign
        error = float(numpy.linalg.norm(work() - wanted) / numpy.linalg.norm(wanted))
        say(ready=what, precision=precision, batch=size.batch, error=error)
    else:
        import training as module

        work = getattr(module, side)(official, size, precision)
        work()
        say(ready=what, precision=precision, batch=size.batch)
    for line in sys.stdin:
        calls = int(line)
        work()
        seconds, used = [], time.process_time()
        for _ in range(calls):
            begin = time.perf_counter()
            work()
            seconds.append(time.perf_counter() - begin)
        say(seconds=seconds, cpu=(time.process_time() - used) / calls)


if __name__ == "__main__":
    main(*sys.argv[1:])
