package org.seldonruns.web;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.context.ApplicationContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

import org.seldonruns.lifecycle.FakeRunService;
import org.seldonruns.security.FakeReviews;

/** Resets the shared beans before each test. */
public class ResetBeans implements BeforeEachCallback {

	@Override
	public void beforeEach(ExtensionContext test) {
		ApplicationContext service = SpringExtension.getApplicationContext(test);
		service.getBean(FakeRunService.class).reset();
		service.getBean(FakeReviews.class).reset();
	}

}
