package dev.graft.deploy.demo.trial;

/**
 * How a fit ended.
 *
 * @param version 0: it became none
 * @param said by the gate, or what went wrong
 */
record Fit(long version, String said) {
  boolean released() {
    return version > 0;
  }
}
