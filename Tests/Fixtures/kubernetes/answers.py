"""One request to the API server of the tests: who asks, whether they may, and what comes of it."""
import base64, json, time, urllib.parse, uuid

from controllers import is_ready
from kinds import BY_API, BY_KIND, KINDS, Refusal, conflict
from store import apply, by_fields, by_labels, fits, merge, scale_of

JSON_PATCH, MERGE_PATCH = "application/json-patch+json", "application/merge-patch+json"
STRATEGIC = "application/strategic-merge-patch+json"
VERBS = {"GET": "get", "POST": "create", "PUT": "update", "PATCH": "patch", "DELETE": "delete"}


class Question:
    """A path, taken apart."""

    def __init__(self, method, target, headers, body):
        self.method, self.headers, self.body = method, headers, body
        parts = urllib.parse.urlsplit(target)
        self.path = parts.path
        self.query = dict(urllib.parse.parse_qsl(parts.query, keep_blank_values=True))
        self.namespace = self.name = self.below = None
        self.port = ""
        # What is to go wrong with it.
        self.fault = None
        self.kind, self.rest = self.resolve([part for part in parts.path.split("/") if part])
        if self.query.get("dryRun", "All") != "All":
            raise Refusal(400, "BadRequest", "invalid dryRun value")
        self.is_dry = "dryRun" in self.query

    def resolve(self, parts):
        if parts[:1] == ["api"] and len(parts) > 2:
            api, parts = parts[1], parts[2:]
        elif parts[:1] == ["apis"] and len(parts) > 3:
            api, parts = "/".join(parts[1:3]), parts[3:]
        else:
            return None, parts
        if parts[0] == "namespaces" and len(parts) > 2 and parts[2] not in ("status", "finalize"):
            self.namespace, parts = parts[1], parts[2:]
        kind = BY_API.get((api, parts[0]))
        if kind is None and parts[0] in ("selfsubjectaccessreviews", "selfsubjectreviews"):
            return parts[0], parts[1:]
        if kind is None:
            raise Refusal(404, "NotFound", "the server could not find the requested resource")
        self.name = urllib.parse.unquote(parts[1]) if len(parts) > 1 else None
        self.below = parts[2] if len(parts) > 2 else None
        if self.below == "proxy" and self.name:
            self.name, _, self.port = self.name.partition(":")
        return kind, parts[3:]

    @property
    def is_watch(self):
        return self.query.get("watch") in ("1", "true") and not self.name

    @property
    def verb(self):
        if self.method == "GET" and not self.name:
            return "watch" if self.is_watch else "list"
        return VERBS.get(self.method, "get")

    @property
    def resource(self):
        return self.kind.resource + ("/" + self.below if self.below else "")

    def json(self):
        try:
            return json.loads(self.body or b"null")
        except ValueError:
            raise Refusal(400, "BadRequest", "the object provided is unrecognized")


class Cluster:
    """What answers requests."""

    def __init__(self, store, controllers, traffic):
        self.store, self.controllers, self.traffic = store, controllers, traffic
        self.tokens = {"token-of-admin": "admin", "token-of-viewer": "viewer",
                       "token-of-nobody": "nobody"}
        # By user: verb and resource, and namespace and name where it is not for all of them, with `*` for
        # any; what is forbidden wins.
        self.allowed = {"admin": {("*", "*")}, "nobody": set(),
                        "viewer": {("get", "*"), ("list", "*"), ("watch", "*")}}
        self.forbidden = {}
        self.snapshots = {}

    def user(self, headers, certificate):
        text = headers.get("Authorization", "")
        if text.startswith("Bearer ") and text[7:] in self.tokens:
            return self.tokens[text[7:]]
        for one in (certificate or {}).get("subject", ()):
            for key, value in one:
                if key == "commonName":
                    return value
        raise Refusal(401, "Unauthorized", "Unauthorized")

    def may(self, user, verb, resource, namespace=None, name=None):
        asked = (verb, resource, namespace or "", name or "")

        def is_in(rules):
            return any(all(part in ("*", word) for part, word in zip(rule, asked))
                       for rule in rules)
        return is_in(self.allowed.get(user, ())) and not is_in(self.forbidden.get(user, ()))

    def permit(self, user, question):
        kind, verb, resource = question.kind, question.verb, question.resource
        if self.may(user, verb, resource, question.namespace, question.name):
            return
        name = ' "%s"' % question.name if question.name else ""
        where = ' in the namespace "%s"' % question.namespace if question.namespace else \
            " at the cluster scope"
        raise Refusal(403, "Forbidden",
                      '%s%s is forbidden: User "%s" cannot %s resource "%s" in API group "%s"%s'
                      % (kind.full, name, user, verb, resource, kind.group, where),
                      {"name": question.name or "", "group": kind.group, "kind": kind.resource})

    def answer(self, user, question):
        """Status and body of an answer."""
        kind = question.kind
        if kind is None:
            return self.about(question)
        if isinstance(kind, str):
            return self.review(user, question)
        self.permit(user, question)
        if question.below == "proxy":
            return self.proxy(question)
        if question.below == "eviction" and question.method == "POST":
            return self.evict(question)
        if question.below not in (None, "scale", "status") or \
                (question.below == "scale" and not kind.scale):
            raise Refusal(404, "NotFound", "the server could not find the requested resource")
        if question.method == "GET":
            return 200, self.read(question) if question.name else self.list(question)
        return self.change(question)

    def about(self, question):
        path = question.path
        if path in ("/healthz", "/readyz", "/livez"):
            return 200, "ok"
        if path == "/version":
            return 200, {"major": "1", "minor": "31", "gitVersion": "v1.31.4"}
        if path == "/api":
            return 200, {"kind": "APIVersions", "versions": ["v1"]}
        if path == "/apis":
            groups = sorted({(kind.group, kind.version) for kind in KINDS if kind.group})
            return 200, {"kind": "APIGroupList", "apiVersion": "v1", "groups": [
                {"name": group, "versions": [{"groupVersion": group + "/" + version,
                                              "version": version}],
                 "preferredVersion": {"groupVersion": group + "/" + version, "version": version}}
                for group, version in groups]}
        api = path.removeprefix("/apis/").removeprefix("/api/")
        found = [kind for kind in KINDS if kind.api == api]
        if not found:
            raise Refusal(404, "NotFound", "the server could not find the requested resource")
        names = [(kind, below) for kind in found
                 for below in ("", "/scale")[:2 if kind.scale else 1]]
        return 200, {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": api,
                     "resources": [{"name": kind.resource + below, "namespaced": kind.namespaced,
                                    "kind": "Scale" if below else kind.kind,
                                    "verbs": ["get", "list", "patch", "update", "watch"]}
                                   for kind, below in names]}

    def review(self, user, question):
        body = question.json() or {}
        if question.kind == "selfsubjectreviews":
            return 201, {**body, "status": {"userInfo": {"username": user}}}
        # Everybody may ask what he may do, unless that was taken from him.
        if ("create", question.kind) in self.forbidden.get(user, ()):
            raise Refusal(403, "Forbidden", 'selfsubjectaccessreviews.authorization.k8s.io is forbidden: '
                          'User "%s" cannot create resource "selfsubjectaccessreviews" in API group '
                          '"authorization.k8s.io" at the cluster scope' % user)
        api = "authorization.k8s.io/v1"
        what = body.get("spec", {}).get("resourceAttributes")
        if question.method != "POST" or body.get("apiVersion") != api or \
                body.get("kind") != "SelfSubjectAccessReview":
            raise Refusal(400, "BadRequest", "the object provided is unrecognized")
        if not what:
            raise Refusal(422, "Invalid", 'SelfSubjectAccessReview.authorization.k8s.io "" is invalid: '
                          "spec: Invalid value: exactly one of nonResourceAttributes or "
                          "resourceAttributes must be specified")
        if question.fault == "puzzle":
            status = {"allowed": False, "evaluationError": 'clusterrole "gone" not found'}
        else:
            status = self.judge(user, what)
        return 201, {"kind": "SelfSubjectAccessReview", "apiVersion": api, "metadata": {},
                     "spec": body["spec"], "status": status}

    def judge(self, user, what):
        """Whether a right is there, for exactly what is named: all where nothing is."""
        group, resource = what.get("group", ""), what.get("resource", "")
        if not any((kind.group, kind.resource) == (group, resource) for kind in KINDS):
            return {"allowed": False, "reason": "there is no such resource"}
        if what.get("subresource"):
            resource += "/" + what["subresource"]
        if self.may(user, what.get("verb", ""), resource, what.get("namespace"), what.get("name")):
            return {"allowed": True, "reason": 'RBAC: allowed by ClusterRoleBinding "%s"' % user}
        return {"allowed": False}

    def read(self, question):
        body = self.store.get(question.kind, question.namespace, question.name)
        return scale_of(question.kind, body) if question.below == "scale" else body

    def list(self, question):
        """A page; what is continued is told as it was when it began."""
        kind, query = question.kind, question.query
        with self.store.lock:
            version, start = self.store.version, 0
            if query.get("continue"):
                try:
                    version, start, token = json.loads(base64.b64decode(query["continue"]))
                    items = self.snapshots[token]
                except (ValueError, KeyError):
                    items = None
                if items is None or version < self.store.oldest:
                    raise Refusal(410, "Expired", "The provided continue parameter is too old to "
                                  "display a consistent list result. You can start a new list "
                                  "without the continue parameter.")
            else:
                token = uuid.uuid4().hex
                items = self.snapshots[token] = [
                    body for body in self.store.find(kind, question.namespace)
                    if by_labels(body["metadata"].get("labels", {}),
                                 query.get("labelSelector", ""))
                    and by_fields(body, query.get("fieldSelector", ""))]
        limit = int(query.get("limit") or 0) or len(items)
        page, left = items[start:start + limit], len(items) - start - limit
        meta = {"resourceVersion": str(version)}
        if left > 0:
            text = json.dumps([version, start + limit, token])
            meta.update({"continue": base64.b64encode(text.encode()).decode(),
                         "remainingItemCount": left})
        bare = [{key: value for key, value in one.items() if key not in ("kind", "apiVersion")}
                for one in page]
        return {"kind": kind.kind + "List", "apiVersion": kind.api, "metadata": meta,
                "items": bare}

    def change(self, question):
        kind, dry = question.kind, question.is_dry
        content = question.headers.get("Content-Type", "").split(";")[0].strip()
        with self.store.lock:
            if question.method == "POST":
                self.expect(content, ["application/json"])
                return 201, self.store.create(kind, question.namespace, question.json(), dry)
            old = self.store.get(kind, question.namespace, question.name)
            if question.method == "DELETE":
                return self.delete(question, old)
            shown = scale_of(kind, old) if question.below == "scale" else old
            if question.method == "PUT":
                self.expect(content, ["application/json"])
                new = question.json()
            else:
                new = self.patched(content, kind, shown, question.json())
            if question.below == "scale":
                meta = new.get("metadata", {})
                new = merge(old, {"spec": {"replicas": new.get("spec", {}).get("replicas")},
                                  "metadata": {key: meta[key] for key in
                                               ("resourceVersion", "uid") if key in meta}})
            if new.get("metadata", {}).get("name") != question.name:
                raise Refusal(400, "BadRequest", "the name of the object does not match the name "
                              "on the URL")
            made = self.store.replace(kind, new, dry, status=question.below == "status")
            return 200, scale_of(kind, made) if question.below == "scale" else made

    @staticmethod
    def expect(content, types):
        if content not in types:
            raise Refusal(415, "UnsupportedMediaType",
                          "the body of the request was in an unknown format - accepted media types "
                          "include: " + ", ".join(types))

    def patched(self, content, kind, old, patch):
        self.expect(content, [JSON_PATCH, MERGE_PATCH] + ([] if kind.custom else [STRATEGIC]))
        if content == JSON_PATCH:
            if not isinstance(patch, list):
                raise Refusal(400, "BadRequest", "error decoding patch")
            return apply(old, patch)
        return merge(old, patch)

    def delete(self, question, old):
        kind = question.kind
        self.precondition(kind, old, question.json() or {})
        if not question.is_dry:
            if kind.kind == "Pod":
                self.controllers.end(old)
            else:
                self.store.remove(kind, question.namespace, question.name)
        return 200, {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success"}

    @staticmethod
    def precondition(kind, body, options):
        uid = (options.get("preconditions") or {}).get("uid")
        if uid and uid != body["metadata"]["uid"]:
            raise conflict(kind, body["metadata"]["name"],
                           "Precondition failed: UID in precondition: %s, UID in object meta: %s"
                           % (uid, body["metadata"]["uid"]))

    def evict(self, question):
        """policy/v1: what a disruption budget does not allow is told to try again."""
        wish = question.json() or {}
        kind = question.kind
        if wish.get("metadata", {}).get("name") != question.name:
            raise Refusal(400, "BadRequest", "name in URL does not match name in Eviction object")
        with self.store.lock:
            pod = self.store.get(kind, question.namespace, question.name)
            options = wish.get("deleteOptions") or {}
            self.precondition(kind, pod, options)
            is_over = pod["status"].get("phase") in ("Succeeded", "Failed", "Pending")
            if not is_over and "deletionTimestamp" not in pod["metadata"]:
                self.spend(pod)
            if not question.is_dry and options.get("dryRun") != ["All"]:
                self.controllers.end(pod)
                self.controllers.step()
        return 201, {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success",
                     "code": 201}

    def spend(self, pod):
        budgets = BY_KIND["PodDisruptionBudget"]
        found = [one for one in self.store.find(budgets, pod["metadata"]["namespace"])
                 if fits(pod["metadata"].get("labels", {}), one["spec"].get("selector"))]
        if len(found) > 1:
            raise Refusal(500, "InternalError", "This pod has more than one PodDisruptionBudget, "
                          "which the eviction subresource does not support.")
        if not found or found[0].get("status", {}).get("disruptionsAllowed", 0) > 0:
            return
        status = found[0].get("status", {})
        raise Refusal(429, "TooManyRequests",
                      "Cannot evict pod as it would violate the pod's disruption budget.",
                      {"causes": [{"reason": "DisruptionBudget", "message":
                                   "The disruption budget %s needs %d healthy pods and has %d "
                                   "currently" % (found[0]["metadata"]["name"],
                                                  status.get("desiredHealthy", 0),
                                                  status.get("currentHealthy", 0))}]})

    def proxy(self, question):
        pod = self.store.get(question.kind, question.namespace, question.name)
        if not is_ready(pod):
            raise Refusal(503, "ServiceUnavailable",
                          "error trying to reach service: dial tcp: connect: connection refused")
        return self.traffic.pod(question.name, "/" + "/".join(question.rest))

    def watch(self, question):
        """Lines of a watch, until its time is over."""
        kind, query = question.kind, question.query
        since = int(query.get("resourceVersion") or 0)
        end = time.monotonic() + float(query.get("timeoutSeconds") or 300)
        labels, fields = query.get("labelSelector", ""), query.get("fieldSelector", "")

        def is_meant(body):
            return body is not None and by_fields(body, fields) and \
                question.namespace in (None, body["metadata"].get("namespace")) and \
                by_labels(body["metadata"].get("labels", {}), labels)
        with self.store.lock:
            since = since or self.store.version
        while time.monotonic() < end:
            with self.store.lock:
                if since < self.store.oldest:
                    yield {"type": "ERROR", "object": Refusal(
                        410, "Expired", "too old resource version: %d (%d)"
                        % (since, self.store.oldest)).status}
                    return
                news = [one for one in self.store.events if one[0] > since]
                if not news:
                    self.store.lock.wait(min(0.5, max(0, end - time.monotonic())))
                    continue
                since = news[-1][0]
            for _, what, old, new, body in news:
                # What is meant no longer is gone, for those who watch what is meant.
                was, is_there = what is kind and is_meant(old), what is kind and is_meant(new)
                if was or is_there:
                    change = "MODIFIED" if was and is_there else "ADDED" if is_there else "DELETED"
                    yield {"type": change, "object": body}
        if query.get("allowWatchBookmarks") in ("1", "true"):
            yield {"type": "BOOKMARK", "object": {
                "kind": kind.kind, "apiVersion": kind.api,
                "metadata": {"resourceVersion": str(since)}}}
