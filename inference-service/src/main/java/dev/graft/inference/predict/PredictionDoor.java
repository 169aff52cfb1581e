package dev.graft.inference.predict;

import dev.graft.blobs.BlobStore;
import dev.graft.connect.PromptMethods;
import dev.graft.inference.batch.Embedder;
import dev.graft.inference.record.Keeper;
import dev.graft.inference.record.Recorder;
import dev.graft.inference.rollout.Commands;
import dev.graft.inference.serve.Pins;
import dev.graft.inference.serve.Shelves;
import dev.graft.inference.serve.Swapper;
import dev.graft.loop.Clients;
import dev.graft.v1.AbortRequest;
import dev.graft.v1.AbortResponse;
import dev.graft.v1.EmbedRequest;
import dev.graft.v1.EmbedResponse;
import dev.graft.v1.ExplainRequest;
import dev.graft.v1.ExplainResponse;
import dev.graft.v1.GetRolloutRequest;
import dev.graft.v1.GetRolloutResponse;
import dev.graft.v1.HistoryRequest;
import dev.graft.v1.HistoryResponse;
import dev.graft.v1.ListVersionsRequest;
import dev.graft.v1.ListVersionsResponse;
import dev.graft.v1.PauseRequest;
import dev.graft.v1.PauseResponse;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PredictResponse;
import dev.graft.v1.PredictStreamRequest;
import dev.graft.v1.PredictStreamResponse;
import dev.graft.v1.PredictionServiceGrpc;
import dev.graft.v1.PromoteRequest;
import dev.graft.v1.PromoteResponse;
import dev.graft.v1.ResumeRequest;
import dev.graft.v1.ResumeResponse;
import dev.graft.v1.RollBackRequest;
import dev.graft.v1.RollBackResponse;
import dev.graft.v1.WatchRolloutsRequest;
import dev.graft.v1.WatchRolloutsResponse;
import io.grpc.Context;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * PredictionService over gRPC: calls in, answers or statuses out. No call blocks a thread while it
 * waits, but those that read a log.
 */
public final class PredictionDoor extends PredictionServiceGrpc.PredictionServiceImplBase
    implements PromptMethods, AutoCloseable {

  private static final Duration USUAL_PATIENCE = Duration.ofSeconds(10);

  private final StoredImages stored;
  private final Embedder embedder;
  private final Answering answering;
  private final Embeddings embeddings;
  private final AnswerStreams streams;
  private final Known known;
  private final RolloutQuestions rollouts;
  private final RolloutCommands commands;
  private final RolloutHistory history;
  private final Explanation explanation;
  private final Watchers watchers;
  private final Calls calls;

  /** What the door leads to. */
  public record Rooms(
      Known known,
      BlobStore blobs,
      Shelves shelves,
      Swapper swapper,
      Pins pins,
      Embedder embedder,
      Recorder recorder,
      Keeper keeper,
      Commands commands,
      Watchers watchers,
      Clients clients) {}

  /**
   * Opens the door.
   *
   * @param streamWindow most requests of a PredictStream that are unanswered
   */
  public PredictionDoor(
      Rooms rooms,
      int streamWindow,
      String replicaId,
      InstantSource clock,
      MeterRegistry registry) {
    this.stored = new StoredImages(rooms.blobs());
    this.embedder = rooms.embedder();
    var inputs = new Inputs(stored);
    var chosen = new ChosenVersion(rooms.known(), rooms.shelves(), rooms.pins());
    var aftermath =
        new Aftermath(
            rooms.recorder(),
            rooms.keeper(),
            new Shadows(rooms.embedder()),
            new TrialMeters(registry, rooms.embedder()),
            replicaId);
    this.answering = new Answering(rooms.known(), inputs, chosen, aftermath, clock);
    this.embeddings = new Embeddings(rooms.known(), inputs, chosen, rooms.shelves());
    this.known = rooms.known();
    this.rollouts = new RolloutQuestions(known, rooms.shelves(), rooms.swapper());
    this.commands = new RolloutCommands(known, rooms.swapper(), rooms.commands());
    this.history = new RolloutHistory(known, rooms.clients());
    this.explanation = new Explanation(known, history, rooms.clients());
    this.watchers = rooms.watchers();
    var meters = new RequestMeters(registry, rooms.embedder());
    this.calls = new Calls(meters);
    this.streams =
        new AnswerStreams(new StreamedRequest(answering, meters), embedder, streamWindow);
  }

  /** Those that pictures come by: what they need is in memory, or on threads of its own. */
  @Override
  public List<MethodDescriptor<?, ?>> promptMethods() {
    return List.of(
        PredictionServiceGrpc.getPredictMethod(), PredictionServiceGrpc.getEmbedMethod());
  }

  @Override
  public void predict(PredictRequest request, StreamObserver<PredictResponse> observer) {
    calls.measured(observer, patience -> answering.answer(request, patience, embedder::embed));
  }

  @Override
  public void embed(EmbedRequest request, StreamObserver<EmbedResponse> observer) {
    calls.measured(
        observer,
        patience -> embeddings.embed(request, patience, embedder::embed).thenApply(Answered::only));
  }

  @Override
  public StreamObserver<PredictStreamRequest> predictStream(
      StreamObserver<PredictStreamResponse> observer) {
    return streams.begin((ServerCallStreamObserver<PredictStreamResponse>) observer);
  }

  /** What answers, for doors of other protocols on the same port. */
  public Answering answering() {
    return answering;
  }

  /** How calls end, for those doors. */
  public Calls calls() {
    return calls;
  }

  /**
   * The server begins to stop: streams are ended when what has arrived is answered, watchers at
   * once.
   */
  public void leave() {
    streams.leave();
    watchers.leave();
  }

  /** Streams that are open. */
  int openStreams() {
    return streams.open();
  }

  @Override
  public void close() {
    stored.close();
  }

  @Override
  public void listVersions(
      ListVersionsRequest request, StreamObserver<ListVersionsResponse> observer) {
    Calls.now(observer, () -> rollouts.versions(request.getTaskId(), request.getLimit()));
  }

  @Override
  public void getRollout(GetRolloutRequest request, StreamObserver<GetRolloutResponse> observer) {
    Calls.now(observer, () -> rollouts.rollout(request.getTaskId()));
  }

  @Override
  public void watchRollouts(
      WatchRolloutsRequest request, StreamObserver<WatchRolloutsResponse> observer) {
    watchers.begin(
        known, request.getTaskId(), (ServerCallStreamObserver<WatchRolloutsResponse>) observer);
  }

  @Override
  public void history(HistoryRequest request, StreamObserver<HistoryResponse> observer) {
    Calls.now(observer, () -> history.of(request, patience()));
  }

  @Override
  public void explain(ExplainRequest request, StreamObserver<ExplainResponse> observer) {
    Calls.now(observer, () -> explanation.of(request.getReceipt(), patience()));
  }

  @Override
  public void rollBack(RollBackRequest request, StreamObserver<RollBackResponse> observer) {
    Calls.later(
        observer,
        () -> commands.rollBack(request, patience()),
        state -> RollBackResponse.newBuilder().setState(state).build());
  }

  @Override
  public void promote(PromoteRequest request, StreamObserver<PromoteResponse> observer) {
    Calls.later(
        observer,
        () -> commands.promote(request, patience()),
        state -> PromoteResponse.newBuilder().setState(state).build());
  }

  @Override
  public void abort(AbortRequest request, StreamObserver<AbortResponse> observer) {
    Calls.later(
        observer,
        () -> commands.abort(request, patience()),
        state -> AbortResponse.newBuilder().setState(state).build());
  }

  @Override
  public void pause(PauseRequest request, StreamObserver<PauseResponse> observer) {
    Calls.later(
        observer,
        () -> commands.pause(request, patience()),
        state -> PauseResponse.newBuilder().setState(state).build());
  }

  @Override
  public void resume(ResumeRequest request, StreamObserver<ResumeResponse> observer) {
    Calls.later(
        observer,
        () -> commands.resume(request, patience()),
        state -> ResumeResponse.newBuilder().setState(state).build());
  }

  private static Duration patience() {
    var deadline = Context.current().getDeadline();
    return deadline == null
        ? USUAL_PATIENCE
        : Duration.ofMillis(Math.max(1, deadline.timeRemaining(TimeUnit.MILLISECONDS)));
  }
}
