package org.seldonruns.web.server;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.http.MimeHeaders;

import org.springframework.http.HttpHeaders;

/**
 * Keeps the server from compressing streams. It decides by media type alone, and the
 * lines for a terminal have that of a short text; a compressor for each open stream would
 * take a quarter of a megabyte outside the heap.
 */
class UncompressedStreams extends ValveBase {

	UncompressedStreams() {
		super(true);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		// A malformed request has no path.
		if (String.valueOf(request.getRequestURI()).endsWith("/events")) {
			MimeHeaders headers = request.getCoyoteRequest().getMimeHeaders();
			headers.removeHeader(HttpHeaders.ACCEPT_ENCODING);
			headers.removeHeader("TE");
		}
		getNext().invoke(request, response);
	}

}
