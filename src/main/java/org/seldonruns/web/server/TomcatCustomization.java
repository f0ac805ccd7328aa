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
 * Configures Tomcat to respond with problems. Applied last, so that its valve is the
 * innermost and precedes that of Spring Boot.
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
		factory.addContextCustomizers(this::addValves);
		factory.addConnectorCustomizers(connector -> {
			// Form fields are not query parameters.
			connector.setParseBodyMethods("");
			if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> protocol) {
				// Sends 100 Continue only when the body is read, so that a body that is
				// too large is rejected before it is sent.
				protocol.setContinueResponseTiming("onRead");
			}
		});
	}

	private void addValves(Context context) {
		if (context.getParent() instanceof StandardHost host) {
			// The host adds no valve of its own if it has one of this class.
			host.setErrorReportValveClass(ProblemValve.class.getName());
			host.getPipeline().addValve(new UncompressedStreams());
			host.getPipeline().addValve(new BodyDrainValve(timekeeper));
			host.getPipeline().addValve(new ProblemValve(json, headers));
		}
	}

}
