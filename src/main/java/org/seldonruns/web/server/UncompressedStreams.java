package org.seldonruns.web.server;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.http.MimeHeaders;

import org.springframework.http.HttpHeaders;

/**
 * Disables the compression of streams, each of which would take a quarter of a megabyte
 * outside the heap. Tomcat decides by media type only, and the media type of the lines
 * for a terminal is compressible.
 */
class UncompressedStreams extends ValveBase {

	UncompressedStreams() {
		super(true);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		// The path of a malformed request is null.
		if (String.valueOf(request.getRequestURI()).endsWith("/events")) {
			MimeHeaders headers = request.getCoyoteRequest().getMimeHeaders();
			headers.removeHeader(HttpHeaders.ACCEPT_ENCODING);
			headers.removeHeader("TE");
		}
		getNext().invoke(request, response);
	}

}
