package dev.graft.inference.predict;

import dev.graft.connect.CallLimit;
import dev.graft.openinference.GRPCInferenceServiceGrpc;
import dev.graft.v1.PredictionServiceGrpc;
import io.grpc.ServerInterceptor;
import java.util.List;

/** How many calls may run at a time; each may hold a message of 20 MiB before the queue sees it. */
public final class GrpcLimits {

  /** Of each kind that people use; they are small, and wait for the judge at most. */
  private static final int MOST_QUESTIONS = 32;

  /** Each reads a log, with a client of its own. */
  private static final int MOST_LOOK_UPS = 8;

  private GrpcLimits() {}

  /**
   * A limit for pictures, one for streams of them, and some for those who look after versions, who
   * can work on while pictures are refused.
   *
   * @param calls of Predict, Embed and ModelInfer together
   * @param streams of PredictStream, and as many of WatchRollouts
   */
  public static List<ServerInterceptor> of(int calls, int streams) {
    return List.of(
        CallLimit.of(
            calls,
            "calls",
            PredictionServiceGrpc.getPredictMethod(),
            PredictionServiceGrpc.getEmbedMethod(),
            GRPCInferenceServiceGrpc.getModelInferMethod()),
        CallLimit.of(streams, "streams", PredictionServiceGrpc.getPredictStreamMethod()),
        CallLimit.of(streams, "watchers", PredictionServiceGrpc.getWatchRolloutsMethod()),
        CallLimit.of(
            MOST_LOOK_UPS,
            "look-ups",
            PredictionServiceGrpc.getHistoryMethod(),
            PredictionServiceGrpc.getExplainMethod()),
        CallLimit.of(
            MOST_QUESTIONS,
            "questions",
            PredictionServiceGrpc.getListVersionsMethod(),
            PredictionServiceGrpc.getGetRolloutMethod(),
            GRPCInferenceServiceGrpc.getServerLiveMethod(),
            GRPCInferenceServiceGrpc.getServerReadyMethod(),
            GRPCInferenceServiceGrpc.getModelReadyMethod(),
            GRPCInferenceServiceGrpc.getServerMetadataMethod(),
            GRPCInferenceServiceGrpc.getModelMetadataMethod()),
        CallLimit.of(
            MOST_QUESTIONS,
            "commands",
            PredictionServiceGrpc.getRollBackMethod(),
            PredictionServiceGrpc.getPromoteMethod(),
            PredictionServiceGrpc.getAbortMethod(),
            PredictionServiceGrpc.getPauseMethod(),
            PredictionServiceGrpc.getResumeMethod()));
  }
}
