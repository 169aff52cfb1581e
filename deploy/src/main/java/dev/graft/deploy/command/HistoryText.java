package dev.graft.deploy.command;

import dev.graft.v1.DatasetManifest;
import dev.graft.v1.HistoryEntry;
import dev.graft.v1.HistoryResponse;
import java.util.stream.Collectors;

/** What a task served when, as lines for people. */
final class HistoryText {
  private HistoryText() {}

  static String of(HistoryResponse history) {
    return history.getEntriesCount() == 0
        ? "Nothing: the task served no version then."
        : history.getEntriesList().stream()
            .map(HistoryText::entry)
            .collect(Collectors.joining("\n"));
  }

  private static String entry(HistoryEntry entry) {
    var state = entry.getState();
    var text =
        new StringBuilder(
            "%-6d %s  %s, %s"
                .formatted(
                    state.getRevision(),
                    Wording.time(state.getSince()),
                    Wording.phase(state.getPhase()),
                    RolloutText.serves(state)));
    more(text, "by " + state.getBy() + ": " + state.getWhy());
    if (state.hasTrial()) {
      more(
          text,
          "version %d beside version %d: %s"
              .formatted(
                  state.getTrial().getCandidate().getVersion(),
                  state.getTrial().getBaseline().getVersion(),
                  Wording.pairs(state.getTrial().getLive())));
    }
    if (entry.hasStableDataset()) {
      more(text, trained(state.getStableVersion(), entry.getStableDataset()));
    }
    if (entry.hasCandidateDataset()) {
      more(text, trained(state.getCandidateVersion(), entry.getCandidateDataset()));
    }
    return text.toString();
  }

  private static String trained(long version, DatasetManifest dataset) {
    return "version %d was trained on changes 1 to %d of graft.examples, digest %s"
        .formatted(version, dataset.getSequence(), Wording.shortened(dataset.getDigest()));
  }

  private static void more(StringBuilder text, String said) {
    text.append("\n       ").append(said);
  }
}
