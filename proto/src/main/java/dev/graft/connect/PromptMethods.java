package dev.graft.connect;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import java.util.List;

/**
 * A gRPC service some of whose methods never block. They run on the thread that read their message,
 * which saves each call a change of threads; all others run on a pool's.
 */
public interface PromptMethods extends BindableService {
  /** Methods that neither wait nor compute for long. */
  List<MethodDescriptor<?, ?>> promptMethods();
}
