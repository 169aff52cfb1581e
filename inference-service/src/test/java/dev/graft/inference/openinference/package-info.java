@org.jspecify.annotations.NullMarked
package dev.graft.inference.openinference;
