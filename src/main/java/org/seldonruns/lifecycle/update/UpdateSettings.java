package org.seldonruns.lifecycle.update;

import java.time.Duration;

import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of updates.
 *
 * @param unverifiedAfter Time after which AWAIT_UPDATED succeeds with a warning if the
 * resource is ready but no Deployment shows the update, for example because only the
 * traffic has changed.
 */
@Validated
@ConfigurationProperties("seldon-runs.update")
public record UpdateSettings(@DefaultValue("10s") @NotNull @DurationMin(millis = 0) Duration unverifiedAfter) {
}
