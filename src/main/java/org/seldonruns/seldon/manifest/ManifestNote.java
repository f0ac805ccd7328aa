package org.seldonruns.seldon.manifest;

/**
 * A remark about a field of a valid manifest.
 *
 * @param pointer the JSON pointer (RFC 6901) of the field
 * @param message a sentence
 */
public record ManifestNote(String pointer, String message) {
}
