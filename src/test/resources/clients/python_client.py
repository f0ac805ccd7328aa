"""Plays a manifest and tells of it, with the client that openapi-python-client makes of the document."""

import sys
from io import BytesIO
from pathlib import Path

import httpx
from client import Client
from client.api.runs import get_junit_report, get_manifest, get_run, list_runs, start_run
from client.models import Verdict, Problem, Run, RunStatus, UploadForm
from client.types import File

runs = Client(base_url=sys.argv[1], timeout=httpx.Timeout(90))
manifest = Path(sys.argv[2])


def upload(**parts: str) -> UploadForm:
    return UploadForm(file=File(payload=BytesIO(manifest.read_bytes()), file_name=manifest.name), **parts)


update = manifest.read_text().replace(":1.18.2", ":1.18.1")
started = start_run.sync(
    client=runs,
    body=upload(request='{"data": {"ndarray": [[1, 2]]}}', expect='{"type": "object"}', update=update),
    namespace="python",
    replicas=3,
    timeout="2m",
    max_downtime="0s",
    label=["by=client"],
)
assert isinstance(started, Run), started
run = started
while run.status in (RunStatus.QUEUED, RunStatus.RUNNING):
    run = get_run.sync(run.id, client=runs, prefer="wait=60")
    assert isinstance(run, Run), run

print("run", run.status.value, "by", run.labels["by"])
print("resource", run.resource.kind, run.resource.name)
print("replicas", run.components[0].replicas.scaled)
for step in run.steps:
    print("step", step.name.value, step.status.value)
assert run.started_at <= run.finished_at
for step in dict.fromkeys(entry.step for entry in run.timeline):
    print("seen in", step and step.value)
print("answered", *run.steps[2].predictions[0].answers.additional_properties)
print("ready pods", run.steps[7].availability[0].min_ready_pods)
assert run.failure is None and run.cleanup is None and run.kept_until is None

listed = list_runs.sync(client=runs, namespace="python", status=RunStatus.SUCCEEDED, label=["by=client"])
assert listed.items[0].id == run.id
assert get_manifest.sync(run.id, client=runs) == manifest.read_text()
assert "<testsuite " in get_junit_report.sync(run.id, client=runs)
judged = start_run.sync_detailed(client=runs, body=upload(), namespace="python", dry_run=True)
assert isinstance(judged.parsed, Verdict), judged
print("dry run", judged.status_code.value)
problem = start_run.sync(client=runs, body=upload(), namespace="python", replicas=0)
assert isinstance(problem, Problem), problem
print("problem", problem.status, problem.type_, problem.errors[0].parameter)
