"""What rates and percentiles a metrics page comes to, worked out a second way: as if every counter on it
had stood at nothing ten seconds before. Prints file, field and value, or `-` where there is none.
"""
import os, re, sys

SECONDS = 10
LINE = re.compile(r"^([A-Za-z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)$")


def read(path):
    samples = []
    with open(path, encoding="utf-8", errors="replace") as file:
        for text in file:
            match = None if text.startswith("#") else LINE.match(text.strip())
            if match and "..." not in (match[2] or ""):
                labels = dict(re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', match[2] or ""))
                samples.append((match[1], labels, float(match[3])))
    return samples


def total(samples, *names):
    """The sum of the first of these names that is there, or None."""
    for name in names:
        found = [value for other, _, value in samples if other == name]
        if found:
            return sum(found)
    return None


def quantile(samples, share, *names):
    for name in names:
        buckets = sorted((float(labels["le"]), value) for other, labels, value in samples
                         if other == name + "_bucket")
        if not buckets:
            continue
        rank, before, below = share * buckets[-1][1], 0.0, 0.0
        if buckets[-1][1] == 0:
            return None
        for bound, count in buckets:
            if count >= rank:
                if bound == float("inf"):
                    return None
                return before + (bound - before) * (rank - below) / (count - below)
            before, below = bound, count
    return None


for path in sys.argv[1:]:
    samples = read(path)
    kind = os.path.basename(os.path.dirname(path))
    prefix = {"vllm": "vllm:", "sglang": "sglang:", "nim": ""}[kind]
    told = {"input_tokens_per_second": total(samples, prefix + "prompt_tokens_total"),
            "output_tokens_per_second": total(samples, prefix + "generation_tokens_total")}
    if kind == "sglang":
        told["requests_per_second"] = total(samples, "sglang:e2e_request_latency_seconds_count")
    else:
        good = total(samples, prefix + "request_success_total")
        bad = total(samples, "request_failure_total") if kind == "nim" else 0
        told["requests_per_second"] = None if good is None else good + bad
    rates = {field: None if value is None else value / SECONDS for field, value in told.items()}
    for percent in (50, 95, 99):
        for field, names in (
                ("latency", ["e2e_request_latency_seconds"]),
                ("time_to_first_token", ["time_to_first_token_seconds"]),
                ("time_per_output_token", ["inter_token_latency_seconds",
                                           "time_per_output_token_seconds"])):
            rates["%s_p%d_seconds" % (field, percent)] = quantile(
                samples, percent / 100, *[prefix + name for name in names])
    for field, value in rates.items():
        print("%s\t%s\t%s" % (path, field, "-" if value is None else repr(value)))
