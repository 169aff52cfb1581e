package dev.graft.deploy.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DiagnosisTextTest {
  @Test
  void saysWhatWasMeasuredThenWhatExplainsItThenWhatWasLeftOut() throws Exception {
    assertEquals(
        """
        task pets, version 12
          what it learned from  1.000 of 400 right, log-loss 0.010
          the same, held out    0.750 of 400 right, log-loss 0.812
          validation            0.740 of 100 right, log-loss 0.850
          examples              cat 390 (validation 0.800), lynx 10 (validation 0.200)
          learning curve        0.640 at 200, 0.740 at 400
          network               63 of 64 embeddings made again are equal, the parts are 0.020 apart, 0.110 from what it was trained on, last fine-tuned from layer4 on, BatchNorm statistics-frozen
        leakage: 1 of 100 validation pictures
            Give pictures of one thing one group.
        overfitting: 1.000 of 400 right
            More labels.
        (3 examples are newer)\
        """,
        DiagnosisText.of(
            new ObjectMapper()
                .readTree(
                    """
                    {"task": "pets", "version": 12,
                     "training": {"right": 400, "of": 400, "logLoss": 0.01},
                     "outOfFold": {"right": 300, "of": 400, "logLoss": 0.812},
                     "validation": {"right": 74, "of": 100, "logLoss": 0.85},
                     "classes": [{"class": "cat", "train": 390, "right": 72, "of": 90},
                                 {"class": "lynx", "train": 10, "right": 2, "of": 10}],
                     "curve": [{"examples": 200, "accuracy": 0.64},
                               {"examples": 400, "accuracy": 0.74}],
                     "embeddings": {"compared": 64, "differing": 1},
                     "betweenParts": 0.02, "fromPretraining": 0.11,
                     "fineTune": {"cut": "layer4", "batchNorm": "statistics-frozen"},
                     "findings": [{"name": "leakage", "why": "1 of 100 validation pictures",
                                   "advice": "Give pictures of one thing one group."},
                                  {"name": "overfitting", "why": "1.000 of 400 right",
                                   "advice": "More labels."}],
                     "remarks": ["3 examples are newer"]}
                    """)));
  }

  @Test
  void saysNothingOfWhatCouldNotBeMeasured() throws Exception {
    assertEquals(
        """
        task pets, version 1
          what it learned from  1.000 of 4 right
          the same, held out    no picture
          validation            no picture
          examples              cat 2, dog 2
        nothing: no more apart than chance explains
            More labels.\
        """,
        DiagnosisText.of(
            new ObjectMapper()
                .readTree(
                    """
                    {"task": "pets", "version": 1, "training": {"right": 4, "of": 4},
                     "outOfFold": {"right": 0, "of": 0}, "validation": {"right": 0, "of": 0},
                     "classes": [{"class": "cat", "train": 2, "right": 0, "of": 0},
                                 {"class": "dog", "train": 2, "right": 0, "of": 0}],
                     "embeddings": {"compared": 0, "differing": 0},
                     "findings": [{"name": "nothing", "why": "no more apart than chance explains",
                                   "advice": "More labels."}]}
                    """)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "pets --images DIR"})
  void wantsATaskOrAFolder(String typed) {
    var command =
        new CommandLine(new DiagnoseCommand()).setErr(new PrintWriter(new StringWriter()));
    assertEquals(2, command.execute(typed.isEmpty() ? new String[0] : typed.split(" ")));
  }
}
