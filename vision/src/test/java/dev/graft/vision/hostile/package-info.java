/**
 * Pictures that mean harm, and well-formed ones of every kind and variant to make them from; drawn
 * by our own writers, the same at every run. Other modules' tests use them too. Start at {@link
 * dev.graft.vision.hostile.HostilePictures}.
 */
package dev.graft.vision.hostile;
