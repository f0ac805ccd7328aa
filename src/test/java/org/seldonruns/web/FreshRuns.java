package org.seldonruns.web;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.context.ApplicationContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

import org.seldonruns.lifecycle.FakeRunService;
import org.seldonruns.security.FakeReviews;

/** Takes back, before each test, what another one did to what they share. */
public class FreshRuns implements BeforeEachCallback {

	@Override
	public void beforeEach(ExtensionContext test) {
		ApplicationContext service = SpringExtension.getApplicationContext(test);
		service.getBean(FakeRunService.class).reset();
		service.getBean(FakeReviews.class).reset();
	}

}
