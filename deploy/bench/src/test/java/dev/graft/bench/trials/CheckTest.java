package dev.graft.bench.trials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.topics.Topics;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The checker finds nothing in a story that is right, and every way in which one can be wrong. */
final class CheckTest {
  private static final int LAST = 5;

  private final Story story = new Story(Story.pause());

  @Test
  void findsNothingWhereNothingIsWrong() {
    assertEquals(List.of(), wrong(story));
  }

  @Test
  void findsAStateThatIsMissing() {
    story.states().remove(3);
    finds("revision 5 follows 3");
  }

  @Test
  void findsAStateThatTwoWritersTold() {
    story.states().add(4, story.states().get(3));
    finds("revision 4 follows 4");
  }

  @Test
  void findsAShareThatNobodyGave() {
    story.change(4, state -> state.getTrialBuilder().setShare(0.5));
    finds("revision 5");
  }

  @Test
  void findsAStepBeforeItsTime() {
    story.change(4, state -> state.setSince(Story.at(31))); // it soaks for two seconds, from 30 on
    finds("revision 5");
  }

  @Test
  void findsAStepWithoutTheEvidenceForIt() {
    story.change(4, state -> state.getTrialBuilder().getLiveBuilder().setBetter(1));
    finds("revision 5");
  }

  @Test
  void findsAPairThatWasNotCounted() {
    story.change(LAST, state -> state.getTrialBuilder().getLiveBuilder().setBetter(3));
    finds("the logs say");
  }

  @Test
  void findsAPairWhoseLabelWasGivenBeforeTheAnswers() {
    var late = new Story(Story.pause(), Story.at(12)); // the last image was answered at 15
    assertTrue(
        wrong(late).stream().anyMatch(each -> each.contains("the logs say")),
        () -> "found " + wrong(late));
  }

  @Test
  void takesLogShadowOfAnEarlierTrialOfTheSameTwoForNothing() {
    story.send(Topics.EVIDENCE, Story.TASK, Story.scored().setTime(Story.at(5)).build());
    assertEquals(List.of(), wrong(story));
  }

  @Test
  void findsARequestThatWasCountedTwice() {
    story.change(LAST, state -> state.getTrialBuilder().getGuardsBuilder().setRequests(5));
    finds("the logs say");
  }

  @Test
  void findsACommandThatWasLost() {
    story.send(
        Topics.COMMANDS, Story.TASK, Story.pause().setCommandId("c2").setWhy("in flight").build());
    finds("the outcome of command c2 (in flight) is told 0 times");
  }

  @Test
  void findsACommandThatShouldHaveBeenRefused() {
    var stale = new Story(Story.pause().setExpectedStable(7));
    assertTrue(
        wrong(stale).stream().anyMatch(each -> each.contains("should have been refused")),
        () -> "found " + wrong(stale));
  }

  @Test
  void findsACommandThatNobodyGave() {
    story.change(LAST, state -> state.getOutcomesBuilder(0).setCommandId("c9"));
    finds("nobody gave the command c9");
  }

  @Test
  void findsAnAnswerThatTheHistoryDoesNotBearOut() {
    var refused = new Order.Answered("hold on", Order.PAUSE, "FAILED_PRECONDITION");
    assertEquals(1, Check.of(story.log(), List.of(refused)).size());
  }

  @Test
  void takesTheAnswersThatAreTrueAndThoseThatSayNothing() {
    var done = new Order.Answered("hold on", Order.PAUSE, "OK");
    var unheard = new Order.Answered("never taken down", Order.ABORT, "UNAVAILABLE");
    assertEquals(List.of(), Check.of(story.log(), List.of(done, unheard)));
  }

  @Test
  void findsAReplicaThatServesSomethingElse() {
    story.serves("second", 2);
    finds("version 1 is stable, but");
  }

  private static List<String> wrong(Story story) {
    return Check.of(story.log(), List.of());
  }

  private void finds(String words) {
    var wrong = wrong(story);
    assertTrue(wrong.stream().anyMatch(each -> each.contains(words)), () -> "found " + wrong);
  }
}
