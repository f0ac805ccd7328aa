package org.seldonruns.web.waiting;

import java.time.Duration;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of event streams and of requests that wait.
 *
 * @param heartbeat Interval of the comments that keep an idle stream open.
 * @param maxDuration Maximum duration of a stream. Clients then resume it with
 * Last-Event-ID.
 * @param maxClients Maximum number of open streams and waiting requests. Beyond it,
 * streams get 429 and Prefer: wait is ignored.
 * @param maxPerCaller Maximum number of open streams and waiting requests per caller. The
 * limit applies only to authenticated callers.
 */
@Validated
@ConfigurationProperties("seldon-runs.stream")
public record WaitingSettings(@DefaultValue("15s") @NotNull @DurationMin(millis = 1) Duration heartbeat,
		@DefaultValue("12h") @NotNull @DurationMin(millis = 1) Duration maxDuration,
		@DefaultValue("1000") @Min(1) int maxClients, @DefaultValue("100") @Min(1) int maxPerCaller) {

}
