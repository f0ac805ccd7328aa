package org.seldonruns.lifecycle.step;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.seldonruns.run.request.Upload;
import org.seldonruns.run.Warning;
import org.seldonruns.seldon.manifest.FieldLocator;
import org.seldonruns.seldon.manifest.Manifest;
import org.seldonruns.seldon.manifest.ManifestNote;

/**
 * Collects the warnings about a manifest, with the fields and lines that they concern.
 */
public final class ManifestWarnings {

	private ManifestWarnings() {
	}

	/**
	 * Returns the warnings about a manifest.
	 * @param manifest the manifest
	 * @param upload the upload that it was parsed from
	 * @param headers the texts of the {@code Warning} headers in the response of the API
	 * server
	 * @return first those of the upload itself
	 */
	public static List<Warning> of(Manifest manifest, Upload upload, List<String> headers) {
		List<ManifestNote> notes = manifest.warnings();
		if (headers.isEmpty() && notes.isEmpty()) {
			return List.of();
		}
		FieldLocator fields = new FieldLocator(upload.bytes());
		return Stream
			.concat(notes.stream()
				.map(note -> warning(Warning.Source.UPLOAD, note.message(), Optional.of(note.pointer()), fields)),
					headers.stream()
						.map(header -> warning(Warning.Source.API_SERVER, header, FieldLocator.pointer(header),
								fields)))
			.toList();
	}

	private static Warning warning(Warning.Source source, String message, Optional<String> pointer,
			FieldLocator fields) {
		return new Warning(source, message, pointer.orElse(null), pointer.flatMap(fields::line).orElse(null));
	}

}
