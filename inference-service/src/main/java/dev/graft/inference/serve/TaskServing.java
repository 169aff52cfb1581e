package dev.graft.inference.serve;

import dev.graft.v1.RefusedVersion;
import dev.graft.v1.ReplicaState;
import dev.graft.v1.VersionRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** One task on this replica: what it should have, what it has, and what went wrong on the way. */
final class TaskServing {

  private static final int REMEMBERED = 20;

  /** graft.replicas keeps a day. */
  private static final Duration REPEAT = Duration.ofHours(6);

  final String taskId;
  final Shelf shelf;

  /** Held while what serves is changed to what should. */
  final Object flips = new Object();

  /** Held while a report is made and sent. */
  final Object reports = new Object();

  private ReplicaState reported = ReplicaState.getDefaultInstance();
  private Instant reportedAt = Instant.EPOCH;
  private final Deque<RefusedVersion> refused = new ArrayDeque<>();
  private final Map<VersionRef, Instant> missingSince = new HashMap<>();
  private int failures;
  private String trouble = "";
  private long served = -1; // no turn yet
  private List<Long> hopeless = List.of();
  private final List<Waiter> waiters = new ArrayList<>();
  private volatile Goal goal = Goal.NOTHING;

  TaskServing(String taskId, int capacity) {
    this.taskId = taskId;
    this.shelf = new Shelf(capacity);
  }

  private record Waiter(long version, CompletableFuture<Void> done) {}

  /** Completes at the end of a turn after which the version serves here, or is refused. */
  synchronized CompletableFuture<Void> serving(long version) {
    var waiter = new Waiter(version, new CompletableFuture<>());
    waiters.add(waiter);
    tell(waiter);
    return waiter.done();
  }

  /** After each turn. */
  synchronized void turnEnded() {
    served = shelf.servingVersion();
    hopeless = refused.stream().map(RefusedVersion::getVersion).toList();
    List.copyOf(waiters).forEach(this::tell);
  }

  private synchronized void tell(Waiter waiter) {
    if (waiter.done().isDone()
        || served == waiter.version()
        || hopeless.contains(waiter.version())) {
      waiters.remove(waiter);
      waiter.done().complete(null);
    }
  }

  Goal goal() {
    return goal;
  }

  synchronized void aim(UnaryOperator<Goal> change) {
    goal = change.apply(goal);
  }

  synchronized ReplicaState reported() {
    return reported;
  }

  /** True if this is news, or was last said so long ago that it has to be said again. */
  synchronized boolean reporting(ReplicaState state, Instant now) {
    var due = !reported.equals(state) || !now.isBefore(reportedAt.plus(REPEAT));
    if (due) {
      reported = state;
      reportedAt = now;
    }
    return due;
  }

  /** The report did not get through; true if no later one did either. */
  synchronized boolean unreported(ReplicaState state) {
    var last = reported.equals(state);
    reported = last ? ReplicaState.getDefaultInstance() : reported;
    return last;
  }

  synchronized List<RefusedVersion> refused() {
    return List.copyOf(refused);
  }

  synchronized Optional<String> whyRefused(VersionRef ref) {
    return refused.stream()
        .filter(
            r ->
                r.getVersion() == ref.getVersion()
                    && r.getBundleDigest().equals(ref.getBundleDigest()))
        .map(RefusedVersion::getWhy)
        .findFirst();
  }

  synchronized void refuse(VersionRef ref, String why) {
    refused.add(
        RefusedVersion.newBuilder()
            .setVersion(ref.getVersion())
            .setBundleDigest(ref.getBundleDigest())
            .setWhy(why)
            .build());
    if (refused.size() > REMEMBERED) {
      refused.remove();
    }
  }

  synchronized Instant missingSince(VersionRef ref, Instant now) {
    return missingSince.computeIfAbsent(ref, first -> now);
  }

  /** Notes a failure that is not the version's fault, and says how many there were in a row. */
  synchronized int troubled(String why) {
    trouble = why;
    return ++failures;
  }

  synchronized void fine() {
    failures = 0;
    trouble = "";
    missingSince.clear();
  }

  synchronized String trouble() {
    return trouble;
  }

  /** Serves something, or has said why not, or has nothing to serve. */
  boolean settled() {
    var now = goal;
    return now.deleted()
        || now.stable().getVersion() == 0
        || shelf.servingVersion() != 0
        || whyRefused(now.stable()).isPresent();
  }
}
