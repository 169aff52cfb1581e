package dev.graft.trainer.settle;

/**
 * Why a record can't be taken.
 *
 * @param kind machine-readable, e.g. "wrong-digest"
 * @param reason a sentence for people
 */
public record Fault(String kind, String reason) {}
