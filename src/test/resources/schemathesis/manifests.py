"""Has Schemathesis upload SeldonDeployments: what it makes up by itself is hardly ever one."""

import itertools

import schemathesis
from schemathesis import GenerationMode

# The document describes YAML by its text; otherwise its examples would be sent in quotes, and what comes back would be
# taken for the tree that it stands for.
YAML = ("application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml")

numbers = itertools.count()


@schemathesis.serializer(*YAML)
def as_text(context, value):
    return value if isinstance(value, (str, bytes)) else str(value)


@schemathesis.deserializer(*YAML)
def from_text(context, response):
    return response.content.decode()


@schemathesis.hook
def before_call(context, case, kwargs):
    """Starts runs for the stateful phase to go on with."""
    phase = case.meta and case.meta.phase.name.name
    if case.operation.label != "POST /runs" or phase != "STATEFUL" or case.meta.generation.mode != GenerationMode.POSITIVE:
        return
    case.media_type = "application/json"
    case.query = {name: case.query[name] for name in ("namespace", "replicas", "dryRun") if name in (case.query or {})}
    case.body = {
        "apiVersion": "machinelearning.seldon.io/v1",
        "kind": "SeldonDeployment",
        "metadata": {"name": f"fuzz-{next(numbers)}", "namespace": case.query.get("namespace", "fuzz")},
        "spec": {"predictors": [{
            "name": "default",
            "replicas": 1,
            "graph": {"name": "classifier", "implementation": "SKLEARN_SERVER", "modelUri": "gs://models/iris"},
        }]},
    }
