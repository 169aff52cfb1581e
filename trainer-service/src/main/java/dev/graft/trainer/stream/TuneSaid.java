package dev.graft.trainer.stream;

import dev.graft.events.Times;
import dev.graft.trainer.plan.TuneDecision;
import dev.graft.v1.TuneDecided;
import dev.graft.v1.TuneInputs;
import java.util.Locale;

/** A decision about a fine-tune in the words of graft.runs. */
final class TuneSaid {
  private TuneSaid() {}

  static TuneDecided of(TuneDecision decision) {
    TuneDecided.Builder said = TuneDecided.newBuilder().setInputs(inputs(decision.inputs()));
    if (decision instanceof TuneDecision.Tune yes) {
      String trigger = yes.trigger().name().toLowerCase(Locale.ROOT).replace('_', '-');
      return said.setTune(true).setTrigger(trigger).addReasons(yes.why()).build();
    }
    return said.addAllReasons(((TuneDecision.NotNow) decision).reasons()).build();
  }

  private static TuneInputs inputs(dev.graft.trainer.plan.TuneInputs inputs) {
    TuneInputs.Builder said =
        TuneInputs.newBuilder()
            .setExamples(inputs.examples())
            .setExamplesThen(inputs.examplesThen())
            .setHeadSettled(inputs.headSettled());
    inputs.headStopped().ifPresent(said::setHeadStopped);
    inputs.drift().ifPresent(said::setDrift);
    inputs.last().map(Times::of).ifPresent(said::setLast);
    inputs.running().ifPresent(said::setRunning);
    inputs.notBefore().map(Times::of).ifPresent(said::setNotBefore);
    inputs.command().ifPresent(said::setCommand);
    return said.build();
  }
}
