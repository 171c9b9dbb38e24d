"""The kinds of things that the API server of the tests knows, and how they are written."""


class Kind:
    """A resource of one API group."""

    def __init__(self, group, version, resource, kind, namespaced=True, custom=False, scale=False,
                 status=True):
        self.group, self.version, self.resource, self.kind = group, version, resource, kind
        self.namespaced, self.custom, self.scale, self.status = namespaced, custom, scale, status

    @property
    def api(self):
        return self.version if not self.group else "%s/%s" % (self.group, self.version)

    @property
    def full(self):
        """As error texts name it: `deployments.apps`."""
        return self.resource if not self.group else "%s.%s" % (self.resource, self.group)


KINDS = [
    Kind("", "v1", "nodes", "Node", namespaced=False),
    Kind("", "v1", "namespaces", "Namespace", namespaced=False),
    Kind("", "v1", "pods", "Pod"),
    Kind("", "v1", "services", "Service"),
    Kind("apps", "v1", "deployments", "Deployment", scale=True),
    Kind("apps", "v1", "statefulsets", "StatefulSet", scale=True),
    Kind("apps", "v1", "replicasets", "ReplicaSet", scale=True),
    Kind("apps", "v1", "daemonsets", "DaemonSet"),
    Kind("leaderworkerset.x-k8s.io", "v1", "leaderworkersets", "LeaderWorkerSet", custom=True,
         scale=True),
    Kind("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler"),
    Kind("keda.sh", "v1alpha1", "scaledobjects", "ScaledObject", custom=True),
    Kind("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget"),
    Kind("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice", status=False),
    Kind("gateway.networking.k8s.io", "v1", "httproutes", "HTTPRoute", custom=True),
]

BY_API = {(kind.api, kind.resource): kind for kind in KINDS}
BY_KIND = {kind.kind: kind for kind in KINDS}


class Refusal(Exception):
    """An answer that is an error, as the API writes it."""

    def __init__(self, code, reason, message, details=None, headers=None):
        super().__init__(message)
        self.code, self.headers = code, headers or {}
        self.status = {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
                       "message": message, "reason": reason, "code": code}
        if details:
            self.status["details"] = details


def missing(kind, name):
    return Refusal(404, "NotFound", '%s "%s" not found' % (kind.full, name),
                   {"name": name, "group": kind.group, "kind": kind.resource})


def conflict(kind, name, why=None):
    why = why or ("the object has been modified; please apply your changes to the latest version "
                  "and try again")
    return Refusal(409, "Conflict",
                   'Operation cannot be fulfilled on %s "%s": %s' % (kind.full, name, why),
                   {"name": name, "group": kind.group, "kind": kind.resource})


def invalid(kind, name, field, message):
    return Refusal(422, "Invalid", '%s "%s" is invalid: %s: %s'
                   % (kind.kind if not kind.group else "%s.%s" % (kind.kind, kind.group), name,
                      field, message),
                   {"name": name, "group": kind.group, "kind": kind.kind,
                    "causes": [{"reason": "FieldValueInvalid", "message": message,
                                "field": field}]})
