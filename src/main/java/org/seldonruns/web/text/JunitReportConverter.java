package org.seldonruns.web.text;

import java.io.IOException;

import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** Writes JUnit reports. */
@Component
class JunitReportConverter extends WriteOnlyConverter<JunitReport> {

	JunitReportConverter() {
		super(JunitReport.class, MediaType.APPLICATION_XML, MediaType.TEXT_XML);
		// The document itself names its encoding.
		setDefaultCharset(null);
	}

	@Override
	protected void writeInternal(JunitReport report, HttpOutputMessage output) throws IOException {
		report.writeTo(output.getBody());
	}

}
