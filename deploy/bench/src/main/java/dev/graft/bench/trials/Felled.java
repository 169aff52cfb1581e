package dev.graft.bench.trials;

import java.util.List;

/**
 * What one kill did.
 *
 * @param killed the process
 * @param judgeSeconds from the kill until the task's judge answered an order
 * @param judge on which replica it sat before the kill and when it answered again
 * @param servingSeconds from the kill until both replicas served what the judge says
 * @param asked questions from a second before the kill until both replicas served, and how many of
 *     them failed
 * @param orders what was ordered around the kill, and what was answered
 * @param pairs labelled images that counted at the end; 0 where nothing is on trial
 * @param requests that both versions of the trial were asked
 * @param wrong sentences; none is what we want
 */
record Felled(
    int round,
    String phase,
    String victim,
    String killed,
    double judgeSeconds,
    String judge,
    double servingSeconds,
    int asked,
    int failed,
    List<Order.Answered> orders,
    long pairs,
    long requests,
    List<String> wrong) {}
