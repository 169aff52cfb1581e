"""scikit-learn's side of `bench heads`: the same objective on the same numbers.

Arguments: folder, rows, width, l2. Reads x.f32 (little endian, row by row) and y.i32 there. Each line asked for is
`float32` or `float64`; the answer is `= seconds-to-standardise seconds-to-fit loss iterations`.
"""
import sys
import time

import numpy
import sklearn
import threadpoolctl
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

folder, rows, width, l2 = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
raw = numpy.fromfile(folder + "/x.f32", "<f4").reshape(rows, width)
labels = numpy.fromfile(folder + "/y.i32", "<i4")


def loss(model, scaled):
    logits = scaled @ model.coef_.T + model.intercept_
    logits -= logits.max(axis=1, keepdims=True)
    own = logits[numpy.arange(rows), labels]
    penalty = l2 / 2 * float((model.coef_.astype("f8") ** 2).sum())
    return float(numpy.log(numpy.exp(logits).sum(axis=1)).sum() - own.sum() + penalty) / rows


blas = ", ".join(
    "%s %s, %s threads" % (pool["internal_api"], pool["version"], pool["num_threads"])
    for pool in threadpoolctl.threadpool_info()
    if pool["user_api"] == "blas"
)
print("= scikit-learn %s, numpy %s, %s" % (sklearn.__version__, numpy.__version__, blas), flush=True)
for line in sys.stdin:
    began = time.perf_counter()
    scaled = StandardScaler().fit_transform(raw.astype(line.strip()))
    ready = time.perf_counter()
    model = LogisticRegression(C=1 / l2, max_iter=1000).fit(scaled, labels)
    done = time.perf_counter()
    print("= %.4f %.4f %.8f %d" % (ready - began, done - ready, loss(model, scaled), model.n_iter_[0]), flush=True)
