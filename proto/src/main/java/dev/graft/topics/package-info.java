/**
 * The catalogue of topics, from which everything about a topic follows: clients, the provisioner,
 * the documents. Start at {@link dev.graft.topics.Topics}.
 */
@NullMarked
package dev.graft.topics;

import org.jspecify.annotations.NullMarked;
