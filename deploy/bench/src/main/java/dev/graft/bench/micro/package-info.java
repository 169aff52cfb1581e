/** The parts of the path measured alone, by JMH. Start at {@link dev.graft.bench.micro.Micro}. */
@NullMarked
package dev.graft.bench.micro;

import org.jspecify.annotations.NullMarked;
