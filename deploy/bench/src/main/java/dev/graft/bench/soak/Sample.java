package dev.graft.bench.soak;

/**
 * One look at one process.
 *
 * @param seconds since the load began
 * @param residentKibibytes VmRSS
 * @param descriptors open files and sockets
 * @param nativeArrays of PyTorch; -1 where there are none by design, or it was not told this time
 * @param heapBytes in use, garbage included
 * @param liveBytes of the old generation after its last collection; -1 if not told
 */
record Sample(
    double seconds,
    String process,
    long residentKibibytes,
    int descriptors,
    long nativeArrays,
    long heapBytes,
    long liveBytes) {}
