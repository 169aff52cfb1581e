/**
 * Experiments on a folder of pictures, with no service running: what is worth more, measured. Each
 * leaves {@code report.json} and pictures. Start reading at {@link dev.graft.deploy.lab.Lab}.
 */
@NullMarked
package dev.graft.deploy.lab;

import org.jspecify.annotations.NullMarked;
