package org.seldonruns.web.protection;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.test.context.TestPropertySource;
import org.seldonruns.web.WebTest;

/** Tests the web layer with authentication and without caching of reviews. */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@WebTest
@TestPropertySource(properties = { "seldon-runs.security.mode=kubernetes", "seldon-runs.security.verdict-age=0s" })
public @interface AuthenticatedWebTest {

}
