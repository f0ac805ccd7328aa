package org.seldonruns.web.openapi;

/** The examples of the OpenAPI document. */
public final class Examples {

	public static final String YAML = """
			apiVersion: machinelearning.seldon.io/v1
			kind: SeldonDeployment
			metadata:
			  name: iris
			  namespace: seldon
			spec:
			  predictors:
			  - name: default
			    replicas: 1
			    componentSpecs:
			    - spec:
			        containers:
			        - name: classifier
			          image: seldonio/mock_classifier:1.18.2
			    graph:
			      name: classifier
			      type: MODEL
			""";

	public static final String JSON = """
			{
			  "apiVersion": "machinelearning.seldon.io/v1",
			  "kind": "SeldonDeployment",
			  "metadata": {"name": "iris", "namespace": "seldon"},
			  "spec": {
			    "predictors": [{
			      "name": "default",
			      "replicas": 1,
			      "componentSpecs": [{
			        "spec": {"containers": [{"name": "classifier", "image": "seldonio/mock_classifier:1.18.2"}]}
			      }],
			      "graph": {"name": "classifier", "type": "MODEL"}
			    }]
			  }
			}
			""";

	public static final String TEXT = """
			Name:         iris
			Namespace:    seldon
			Kind:         SeldonDeployment
			API Version:  machinelearning.seldon.io/v1
			UID:          0b6d7a52-52c5-4a0e-9a43-0f4f0d5d8f9e
			Run:          0199f1c2-5c1e-7b3a-9d7f-2f1f6c0f8a11
			Status:       SUCCEEDED
			Labels:       commit=9f1c2e
			Started By:   <none>
			Parameters:   replicas=2, timeout=5m, deleteTimeout=2m
			Created At:   2026-11-22T06:41:05.113Z
			Started At:   2026-11-22T06:41:05.124Z
			Finished At:  2026-11-22T06:41:06.338Z
			Duration:     1.2s
			Steps:
			  Name          Status     Duration  Detail
			  ----          ------     --------  ------
			  CREATE        SUCCEEDED  11ms      created iris
			  AWAIT_READY   SUCCEEDED  482ms     1 of 1 ready after 0.5 s; iris-default-0-classifier has 1
			  ...
			Components:
			  Deployment                 Kind       Predictor  Initial  Scaled  Autoscaler  Restarts  Pods
			  ----------                 ----       ---------  -------  ------  ----------  --------  ----
			  iris-default-0-classifier  component  default    1        2       <none>      0         1 kept, 1 added, 0 replaced
			Timeline:
			  Seq  At             Occurred At  Step         Type    Reason     Object                                    Message
			  ---  --             -----------  ----         ----    ------     ------                                    -------
			  1    06:41:05.602Z  06:41:05Z    AWAIT_READY  Normal  Scheduled  Pod/iris-default-0-classifier-7d9f-xk2lp  to node-0
			  ...
			""";

	public static final String EVENTS = """
			id:0
			event:run
			data:{"id":"0199f1c2-5c1e-7b3a-9d7f-2f1f6c0f8a11","status":"RUNNING","namespace":"seldon"}

			id:1795330865113042
			event:timeline
			data:{"seq":1,"step":"AWAIT_READY","kind":"SeldonDeployment","name":"iris","reason":"Creating"}

			""";

	public static final String LIST_EVENTS = """
			id:1795330865113042
			event:run
			data:{"id":"0199f1c2-5c1e-7b3a-9d7f-2f1f6c0f8a11","status":"RUNNING","namespace":"seldon"}

			id:1795330865113047
			event:removed
			data:{"id":"0199f1c2-5c1e-7b3a-9d7f-2f1f6c0f8a11"}

			""";

	public static final String TABLE = """
			ID                                     NAMESPACE   NAME   STATUS      STEP          DURATION   WARNINGS   AGE
			0199f1c2-5c1e-7b3a-9d7f-2f1f6c0f8a12   seldon      iris   RUNNING     AWAIT_READY   <none>     0          12.4s
			0199f1c2-5c1e-7b3a-9d7f-2f1f6c0f8a11   seldon      iris   SUCCEEDED   <none>        1m5s       1          3h12m

			There are more runs. For the next page, add cursor=AAZg2AoqIwAAAAAAAAAAKg to the query.
			""";

	public static final String PROGRESS = """
			Run 0199f1c2-5c1e-7b3a-9d7f-2f1f6c0f8a11 of seldon/iris: replicas=2, timeout=5m, deleteTimeout=2m
			06:41:05.113Z  QUEUED
			06:41:05.124Z  CREATE        started
			06:41:05.135Z  CREATE        SUCCEEDED in 11ms: created iris
			06:41:05.135Z  AWAIT_READY   started
			06:41:05.602Z  AWAIT_READY     Normal  SeldonDeployment/iris  Creating: iris-default-0-classifier 0 of 1 available
			""";

	public static final String JUNIT = """
			<?xml version="1.0" encoding="UTF-8"?>
			<testsuite name="seldon.iris" tests="5" failures="1" errors="0" skipped="2" time="31.405">
			  <properties>
			    <property name="run" value="0199f1c2-5c1e-7b3a-9d7f-2f1f6c0f8a11"/>
			    <property name="status" value="FAILED"/>
			  </properties>
			  <testcase name="CREATE" classname="seldon.iris" time="0.011">
			    <system-out>created iris</system-out>
			  </testcase>
			  <testcase name="AWAIT_READY" classname="seldon.iris" time="31.002">
			    <failure type="IMAGE_PULL" message="The image registry.example/model:1 of container classifier in pod iris-default-0-classifier-7d9f-xk2lp cannot be pulled: not found.">...</failure>
			    <system-out>06:41:05.602Z Normal Scheduled Pod/iris-default-0-classifier-7d9f-xk2lp: to node-0</system-out>
			  </testcase>
			  <testcase name="SCALE" classname="seldon.iris" time="0.000">
			    <skipped>AWAIT_READY failed</skipped>
			  </testcase>
			  <testcase name="AWAIT_SCALED" classname="seldon.iris" time="0.000">
			    <skipped>AWAIT_READY failed</skipped>
			  </testcase>
			  <testcase name="DELETE" classname="seldon.iris" time="0.392">
			    <system-out>deleted iris with 1 Deployment, 1 Pod, 1 ReplicaSet, 2 Services; all objects were gone after 0.4 s</system-out>
			  </testcase>
			</testsuite>
			""";

	private Examples() {
	}

}
