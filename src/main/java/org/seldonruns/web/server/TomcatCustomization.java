package org.seldonruns.web.server;

import org.apache.catalina.Context;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.http11.AbstractHttp11Protocol;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

import org.seldonruns.time.Timekeeper;

import tools.jackson.databind.json.JsonMapper;

/**
 * Has the server itself answer with problems, too. Comes last, so that its valve is the
 * innermost and speaks before Boot's own.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class TomcatCustomization implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

	private final JsonMapper json;

	private final ResponseHeaders headers;

	private final Timekeeper timekeeper;

	TomcatCustomization(JsonMapper json, ResponseHeaders headers, Timekeeper timekeeper) {
		this.json = json;
		this.headers = headers;
		this.timekeeper = timekeeper;
	}

	@Override
	public void customize(TomcatServletWebServerFactory factory) {
		factory.addContextCustomizers(this::report);
		factory.addConnectorCustomizers(connector -> {
			// The fields of a form are not parameters.
			connector.setParseBodyMethods("");
			if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> protocol) {
				// A client that asks first is told "100 Continue" only once its body is
				// wanted: one that is too large is refused before it is sent.
				protocol.setContinueResponseTiming("onRead");
			}
		});
	}

	private void report(Context context) {
		if (context.getParent() instanceof StandardHost host) {
			// Where a valve of this class is in place, the host adds none of its own.
			host.setErrorReportValveClass(ProblemValve.class.getName());
			host.getPipeline().addValve(new UncompressedStreams());
			host.getPipeline().addValve(new BodyDrainValve(timekeeper));
			host.getPipeline().addValve(new ProblemValve(json, headers));
		}
	}

}
