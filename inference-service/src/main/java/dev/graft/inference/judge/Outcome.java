package dev.graft.inference.judge;

/**
 * What became of a command.
 *
 * @param commandId whose
 * @param refusedWhy empty: it was carried out; else why not, as a sentence
 */
public record Outcome(String commandId, String refusedWhy) {}
