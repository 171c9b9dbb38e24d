"""What the API server of the tests keeps: objects with versions, and what became of them."""
import copy, threading, time, uuid

from kinds import Refusal, conflict, invalid, missing



def now():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def merge(base, patch):
    """RFC 7396."""
    if not isinstance(patch, dict):
        return patch
    result = dict(base) if isinstance(base, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merge(result.get(key), value)
    return result


def place(document, pointer):
    """The container that a JSON pointer leads to, and the key in it."""
    keys = [key.replace("~1", "/").replace("~0", "~") for key in pointer.split("/")[1:]]
    for key in keys[:-1]:
        document = document[int(key)] if isinstance(document, list) else document[key]
    last = keys[-1]
    return document, (last if not isinstance(document, list) or last == "-" else int(last))


def apply(document, operations):
    """RFC 6902; what does not fit is refused as a whole."""
    document = copy.deepcopy(document)
    for step in operations:
        try:
            inside, key = place(document, step["path"])
            if step["op"] == "test":
                seen = inside[key] if isinstance(inside, list) else inside.get(key)
                if seen != step["value"]:
                    raise KeyError("test")
            elif step["op"] == "remove":
                del inside[key]
            elif step["op"] == "replace":
                inside[key]
                inside[key] = step["value"]
            elif step["op"] == "add" and isinstance(inside, list):
                inside.insert(len(inside) if key == "-" else key, step["value"])
            elif step["op"] == "add":
                inside[key] = step["value"]
            else:
                raise KeyError(step["op"])
        except (KeyError, IndexError, TypeError, ValueError, AttributeError):
            raise Refusal(422, "Invalid",
                          "the server rejected our request due to an error in our request")
    return document


class Store:
    """All objects by kind, namespace and name. Every change counts the version up."""

    def __init__(self):
        self.lock = threading.Condition(threading.RLock())
        self.version = 1000
        self.objects = {}
        self.events = []
        # Versions before this one are forgotten: watches and continues from there are 410.
        self.oldest = 0

    def key(self, kind, namespace, name):
        return (kind.kind, namespace if kind.namespaced else "", name)

    def get(self, kind, namespace, name):
        found = self.objects.get(self.key(kind, namespace, name))
        if found is None:
            raise missing(kind, name)
        return copy.deepcopy(found)

    def find(self, kind, namespace=None):
        """In the order of the real thing: by namespace and name. Not to be changed."""
        keys = sorted(key for key in self.objects
                      if key[0] == kind.kind and namespace in (None, "", key[1]))
        return [self.objects[key] for key in keys]

    def commit(self, kind, change, body):
        self.version += 1
        body["metadata"]["resourceVersion"] = str(self.version)
        meta = body["metadata"]
        key = self.key(kind, meta.get("namespace", ""), meta["name"])
        old = self.objects.get(key)
        if change == "DELETED":
            self.objects.pop(key, None)
        else:
            self.objects[key] = copy.deepcopy(body)
        kept = copy.deepcopy(body)
        self.events.append((self.version, kind, old, None if change == "DELETED" else kept, kept))
        self.lock.notify_all()
        return body

    def create(self, kind, namespace, body, dry=False):
        with self.lock:
            body = copy.deepcopy(body)
            meta = body.setdefault("metadata", {})
            if not meta.get("name"):
                meta["name"] = meta.get("generateName", "") + uuid.uuid4().hex[:5]
            if kind.namespaced:
                meta["namespace"] = namespace
            if self.key(kind, namespace, meta["name"]) in self.objects:
                raise Refusal(409, "AlreadyExists", '%s "%s" already exists'
                              % (kind.full, meta["name"]))
            meta.update({"uid": str(uuid.uuid4()), "creationTimestamp": now(), "generation": 1})
            body.update({"apiVersion": kind.api, "kind": kind.kind})
            self.validate(kind, body)
            return body if dry else self.commit(kind, "ADDED", body)

    def replace(self, kind, body, dry=False, status=False):
        """Puts an object in place of the one of its name, if it is that very one and that version."""
        with self.lock:
            meta = body["metadata"]
            old = self.get(kind, meta.get("namespace", ""), meta["name"])
            was = old["metadata"]
            if meta.get("uid", was["uid"]) != was["uid"]:
                raise conflict(kind, meta["name"],
                               "Precondition failed: UID in precondition: %s, UID in object meta: %s"
                               % (meta["uid"], was["uid"]))
            version = meta.get("resourceVersion") or was["resourceVersion"]
            if version != was["resourceVersion"]:
                raise conflict(kind, meta["name"])
            body = copy.deepcopy(body)
            body["metadata"].update({key: was[key] for key in
                                     ("uid", "creationTimestamp", "resourceVersion", "generation")})
            if not status and kind.status and "status" in old:
                body["status"] = old["status"]
            self.validate(kind, body)
            if body.get("spec") != old.get("spec"):
                body["metadata"]["generation"] = was["generation"] + 1
            if dry or body == old:
                return body
            return self.commit(kind, "MODIFIED", body)

    def change(self, kind, namespace, name, patch, status=True):
        """As a controller of the server's own: merged, without anybody's permission."""
        with self.lock:
            body = merge(self.get(kind, namespace, name), patch)
            body["metadata"].pop("resourceVersion", None)
            return self.replace(kind, body, status=status)

    def remove(self, kind, namespace, name):
        with self.lock:
            body = self.objects.get(self.key(kind, namespace, name))
            if body is not None:
                self.commit(kind, "DELETED", copy.deepcopy(body))

    def validate(self, kind, body):
        spec, name = body.get("spec") or {}, body["metadata"]["name"]
        replicas = spec.get("replicas", 1)
        if kind.scale and (not isinstance(replicas, int) or replicas < 0):
            raise invalid(kind, name, "spec.replicas",
                          "must be greater than or equal to 0")
        if kind.kind == "HorizontalPodAutoscaler":
            least, most = spec.get("minReplicas", 1), spec.get("maxReplicas", 0)
            if least < 1:
                raise invalid(kind, name, "spec.minReplicas", "must be greater than or equal to 1")
            if most < least:
                raise invalid(kind, name, "spec.maxReplicas",
                              "must be greater than or equal to `minReplicas`")
        if kind.kind == "HTTPRoute":
            for rule in spec.get("rules", []):
                for one in rule.get("backendRefs", []):
                    if not 0 <= one.get("weight", 1) <= 1_000_000:
                        raise invalid(kind, name, "spec.rules.backendRefs.weight",
                                      "should be between 0 and 1000000")


def is_owned(body, kind=None):
    """The owner that controls an object."""
    for owner in body["metadata"].get("ownerReferences", []):
        if owner.get("controller") and kind in (None, owner["kind"]):
            return owner
    return None


def owner_of(body):
    return {"apiVersion": body["apiVersion"], "kind": body["kind"],
            "name": body["metadata"]["name"], "uid": body["metadata"]["uid"], "controller": True,
            "blockOwnerDeletion": True}


def fits(labels, selector):
    """Whether labels fit the matchLabels of a selector."""
    wanted = (selector or {}).get("matchLabels", {})
    return bool(wanted) and all(labels.get(key) == value for key, value in wanted.items())


def by_labels(labels, text):
    """Whether labels fit the text of a labelSelector: `a=b,c!=d,e`."""
    for term in filter(None, text.split(",")):
        if "!=" in term:
            key, value = term.split("!=")
            if labels.get(key.strip()) == value.strip():
                return False
        elif "=" in term:
            key, value = term.replace("==", "=").split("=")
            if labels.get(key.strip()) != value.strip():
                return False
        elif term.startswith("!"):
            if term[1:] in labels:
                return False
        elif term not in labels:
            return False
    return True


def by_fields(body, text):
    """Whether an object fits the text of a fieldSelector."""
    for term in filter(None, text.split(",")):
        is_unlike = "!=" in term
        key, value = term.split("!=") if is_unlike else term.replace("==", "=").split("=")
        if key not in ("metadata.name", "metadata.namespace", "spec.nodeName", "status.phase"):
            raise Refusal(400, "BadRequest", "field label not supported: %s" % key)
        seen = body
        for part in key.split("."):
            seen = (seen or {}).get(part, "")
        if (seen == value) == is_unlike:
            return False
    return True


def scale_of(kind, body):
    """The scale subresource of a workload."""
    status, meta = body.get("status", {}), body["metadata"]
    labels = (body["spec"].get("selector") or {}).get("matchLabels", {})
    selector = status.get("hpaPodSelector") or ",".join(
        "%s=%s" % pair for pair in sorted(labels.items()))
    return {"kind": "Scale", "apiVersion": "autoscaling/v1",
            "metadata": {key: meta[key] for key in
                         ("name", "namespace", "uid", "resourceVersion", "creationTimestamp")},
            "spec": {"replicas": body["spec"].get("replicas", 1)},
            "status": {"replicas": status.get("replicas", 0), "selector": selector}}
