package org.seldonruns.web;

import java.time.Duration;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How clients are served that wait for something to change.
 *
 * @param heartbeat how long a stream may be silent before it says that it is still there
 * @param maxDuration how long a stream stays open; a client resumes it with what it saw
 * last
 * @param maxClients the most clients that may wait at once, in streams and for answers
 * @param maxPerCaller the most of them that one caller may have; where callers do not say
 * who they are, nobody is counted
 */
@Validated
@ConfigurationProperties("seldon-runs.stream")
record StreamSettings(@DefaultValue("15s") @NotNull @DurationMin(millis = 1) Duration heartbeat,
		@DefaultValue("12h") @NotNull @DurationMin(millis = 1) Duration maxDuration,
		@DefaultValue("1000") @Min(1) int maxClients, @DefaultValue("100") @Min(1) int maxPerCaller) {

}
