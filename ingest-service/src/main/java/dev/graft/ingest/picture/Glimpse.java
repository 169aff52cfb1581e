package dev.graft.ingest.picture;

/**
 * What the header of a picture says.
 *
 * @param mediaType sniffed from the bytes
 * @param width pixels as stored, before any EXIF rotation
 * @param height likewise
 */
public record Glimpse(String mediaType, int width, int height) {}
