"""What was measured, as statistics and as a Markdown table."""

import statistics


def quartiles(values):
    if len(values) == 1:
        return values * 3
    return statistics.quantiles(values, n=4, method="inclusive")


def summary(side, turns, baseline, error):
    """Numbers of one side: milliseconds of a call, and what eqm took of it in the same round.

    turns and baseline are lists of turns, each with the seconds of its calls.
    """
    calls = [1e3 * s for turn in turns for s in turn["seconds"]]
    low, middle, high = quartiles(calls)
    result = {"side": side, "median_ms": middle, "lower_ms": low, "upper_ms": high, "fastest_ms": min(calls),
              "processor_ms": 1e3 * statistics.median(turn["cpu"] for turn in turns), "calls": len(calls)}
    if baseline:
        ratios = [statistics.median(b["seconds"]) / statistics.median(t["seconds"]) for b, t in zip(baseline, turns)]
        low, middle, high = quartiles(ratios)
        result |= {"eqm_ratio": middle, "eqm_ratio_lower": low, "eqm_ratio_upper": high}
    if error is not None:
        result["error"] = error
    return result


def markdown(results):
    """One table for each kind of work and precision: a row a side, a column a size.

    A cell is the median time and, in brackets, what eqm takes of it: the median over rounds, and its quartiles.
    """
    text = []
    for what in dict.fromkeys(r["what"] for r in results):
        for precision in dict.fromkeys(r["precision"] for r in results if r["what"] == what):
            chosen = [r for r in results if (r["what"], r["precision"]) == (what, precision)]
            sizes = list(dict.fromkeys(r["size"] for r in chosen))
            text += ["", f"{'Forward pass' if what == 'forward' else 'Training step'}, {precision}, median in ms "
                     "(eqm's time divided by it: median, quartiles)" + ("; relative error" if what == "forward" else ""), "",
                     "| | " + " | ".join(sizes) + " |", "| --- |" + " --- |" * len(sizes)]
            for side in dict.fromkeys(r["side"] for r in chosen):
                cells = [_cell([r for r in chosen if (r["side"], r["size"]) == (side, size)]) for size in sizes]
                text.append(f"| {side} | " + " | ".join(cells) + " |")
    return "\n".join(text[1:]) + "\n"


def _cell(found):
    if not found:
        return ""
    r = found[0]
    if "failed" in r:
        return "failed"
    ratio = ("" if "eqm_ratio" not in r else
             f" (**{r['eqm_ratio']:.2f}**, {r['eqm_ratio_lower']:.2f} to {r['eqm_ratio_upper']:.2f})")
    error = f"; {r['error']:.1e}" if "error" in r else ""
    return f"{r['median_ms']:.4g}{ratio}{error}"
