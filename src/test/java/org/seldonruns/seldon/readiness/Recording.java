package org.seldonruns.seldon.readiness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.seldonruns.simulation.Trace.Action;
import org.seldonruns.simulation.Trace.Observation;
import org.seldonruns.simulation.Trace.Step;
import org.seldonruns.simulation.Trace;

/**
 * The states of the SeldonDeployment and its Deployments in a trace, until the deletion
 * is requested.
 *
 * @param name the trace's
 * @param initial what each Deployment is to have at first, as its manifest asks for
 * @param scaled what each Deployment is to have after the scale
 * @param beforeScale what was seen before the scale
 * @param all what was seen before the deletion
 */
public record Recording(String name, Map<String, Integer> initial, Map<String, Integer> scaled,
		List<Observation> beforeScale, List<Observation> all) {

	/** Those of resources that became ready. */
	public static List<Recording> ofReadyOnes() {
		return List.of(ofOne("json-with-tabs", 1, 2), ofOne("predictor-replicas", 1, 2), ofOne("prepackaged", 1, 2),
				ofOne("single", 1, 2), ofOne("slow", 1, 2), ofOne("v1alpha2", 1, 2),
				// The autoscaler leaves it at 1.
				ofOne("hpa", 1, 1),
				of("mixed-replicas",
						Map.of("mixed-main-0-first", 1, "mixed-main-1-second", 2, "mixed-canary-0-classifier", 3),
						Map.of("mixed-main-0-first", 2, "mixed-main-1-second", 2, "mixed-canary-0-classifier", 2)),
				of("separate-engine",
						Map.of("separate-engine-default-0-classifier", 2, "separate-engine-default-svc-orch", 1),
						Map.of("separate-engine-default-0-classifier", 2, "separate-engine-default-svc-orch", 1)));
	}

	/** Those of resources that never became ready. */
	static List<Recording> ofOthers() {
		return List.of(of("bad-volume", Map.of(), Map.of()), ofOne("image-pull", 1, 2), ofOne("unschedulable", 1, 2),
				ofOne("not-reconciled", 1, 2));
	}

	private static Recording ofOne(String name, int initial, int scaled) {
		String deployment = name + "-default-0-classifier";
		return of(name, Map.of(deployment, initial), Map.of(deployment, scaled));
	}

	private static Recording of(String name, Map<String, Integer> initial, Map<String, Integer> scaled) {
		List<Observation> beforeScale = new ArrayList<>();
		List<Observation> all = new ArrayList<>();
		boolean before = true;
		for (Step step : Trace.read(name).steps()) {
			if (step instanceof Observation seen && isJudged(seen)) {
				if (seen.object().at("/metadata").has("deletionTimestamp")) {
					break;
				}
				// The watch may be faster than the answer to the scale itself.
				before = before && seen.object().at("/metadata/generation").asLong() == 1;
				if (before) {
					beforeScale.add(seen);
				}
				all.add(seen);
			}
			else if (step instanceof Action action) {
				before = before && !action.what().startsWith("scale");
			}
		}
		return new Recording(name, initial, scaled, List.copyOf(beforeScale), List.copyOf(all));
	}

	private static boolean isJudged(Observation seen) {
		return "SeldonDeployment".equals(seen.kind()) || "Deployment".equals(seen.kind());
	}

	@Override
	public String toString() {
		return name;
	}

}
