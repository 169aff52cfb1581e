package dev.graft.inference.serve;

/** How loading a version ended. */
sealed interface Loaded {

  /** It passed every check. */
  record Ready(Resident resident) implements Loaded {}

  /** The version itself is wrong; loading it again would end the same. */
  record Bad(String why) implements Loaded {}

  /** The store says that a file is not there, which a fresh start of the store may say too soon. */
  record Missing(String why) implements Loaded {}

  /** The world is broken, which says nothing of the version; to be tried again. */
  record Later(String why) implements Loaded {}
}
