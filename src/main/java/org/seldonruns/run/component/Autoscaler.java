package org.seldonruns.run.component;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The autoscaler of a component as the cluster last showed it.
 *
 * @param kind {@code HorizontalPodAutoscaler} or {@code ScaledObject}
 * @param name the name
 * @param minimum the minimum number of replicas
 * @param maximum the maximum number of replicas; null if it is not set
 * @param current the current number of replicas; null if it is unknown
 * @param conditions the conditions of its status
 */
public record Autoscaler(String kind, String name, int minimum, @Nullable Integer maximum, @Nullable Integer current,
		List<Condition> conditions) {

	public Autoscaler {
		conditions = List.copyOf(conditions);
	}

	/**
	 * A condition of an autoscaler.
	 *
	 * @param type the type, for example {@code ScalingActive}
	 * @param status {@code True}, {@code False} or {@code Unknown}
	 * @param reason the reason, for machines
	 * @param message the message, for people
	 */
	public record Condition(String type, String status, @Nullable String reason, @Nullable String message) {
	}

}
