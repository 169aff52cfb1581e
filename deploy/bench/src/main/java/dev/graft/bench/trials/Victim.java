package dev.graft.bench.trials;

/** What is killed. */
enum Victim {
  /** The replica on which the judge of the task runs. */
  JUDGE("the judge"),
  /** The other one. */
  REPLICA("the other replica"),
  BROKER("the broker");

  private final String title;

  Victim(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
