"""What runs inside a cluster: pods follow replicas and take their time, autoscalers have their own mind,
and budgets are counted."""
import threading, time

from fleet import GPU
from kinds import BY_KIND, Refusal
from store import fits, is_owned, now, owner_of

POD, NODE = BY_KIND["Pod"], BY_KIND["Node"]
WORKLOADS = [BY_KIND[name] for name in ("Deployment", "StatefulSet", "LeaderWorkerSet")]


def is_ready(pod):
    return "deletionTimestamp" not in pod["metadata"] and any(
        one["type"] == "Ready" and one["status"] == "True"
        for one in pod.get("status", {}).get("conditions", []))


def gpus(pod):
    return sum(int(one.get("resources", {}).get("requests", {}).get(GPU, 0))
               for one in pod["spec"]["containers"])


class Controllers:
    """All of them, in one thread that looks many times a second."""

    def __init__(self, store):
        self.store = store
        # Seconds until a pod is ready, and until one that is to go has gone.
        self.delay = {"ready": 0.2, "grace": 0.2, "scaler": 0.5}
        self.is_frozen = False
        self.stuck, self.born, self.going, self.wanted, self.odd = set(), {}, {}, {}, {}

    def begin(self):
        for _ in range(6):
            self.step()
            self.born = {key: 0 for key in self.born}
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        seen = None
        while True:
            if not self.is_frozen and (seen != self.store.version or self.is_waiting):
                try:
                    seen = self.store.version
                    self.step()
                except Refusal:
                    pass  # somebody was faster; the next look sees it
            time.sleep(0.03)

    @property
    def is_waiting(self):
        """Whether something is to happen by the passing of time alone."""
        with self.store.lock:
            return bool(self.odd) or any(
                "deletionTimestamp" in pod["metadata"] or pod["status"].get("phase") == "Pending"
                for pod in self.store.find(POD))

    def step(self):
        with self.store.lock:
            for kind in WORKLOADS:
                for body in self.store.find(kind):
                    self.follow(kind, body)
            self.age()
            for body in self.store.find(BY_KIND["PodDisruptionBudget"]):
                self.count(body)
            for body in self.store.find(BY_KIND["HorizontalPodAutoscaler"]):
                self.scale(body)
            for body in self.store.find(BY_KIND["Service"]):
                self.slices(body)
            for body in self.store.find(BY_KIND["HTTPRoute"]):
                self.accept(body)

    def pods_of(self, body):
        uid = body["metadata"]["uid"]
        return [pod for pod in self.store.find(POD, body["metadata"]["namespace"])
                if (is_owned(pod) or {}).get("uid") == uid]

    def follow(self, kind, body):
        """Makes or ends pods, and tells how many are ready: one look later than they are."""
        meta, spec = body["metadata"], body["spec"]
        inner = spec.get("leaderWorkerTemplate")
        size = inner.get("size", 1) if inner else 1
        template = inner["workerTemplate"] if inner else spec["template"]
        owner = self.replica_set(body) if kind.kind == "Deployment" else body
        pods = self.pods_of(owner)
        wanted = spec.get("replicas", 1) * size
        alive = [pod for pod in pods if "deletionTimestamp" not in pod["metadata"]]
        ready = [pod for pod in alive if is_ready(pod)]
        self.report(kind, body, len(alive) // size, len(ready) // size)
        for number in range(wanted - len(alive)):
            self.make(kind, owner, template, size)
        for pod in sorted(alive, key=self.least_loved)[:max(0, len(alive) - wanted)]:
            self.end(pod)

    @staticmethod
    def least_loved(pod):
        return (is_ready(pod), "~" if is_ready(pod) else "", -int(pod["metadata"]
                                                                 ["resourceVersion"]))

    def replica_set(self, body):
        kind, meta = BY_KIND["ReplicaSet"], body["metadata"]
        name = meta["name"] + "-7d9f"
        if self.store.key(kind, meta["namespace"], name) not in self.store.objects:
            self.store.create(kind, meta["namespace"], {
                "metadata": {"name": name, "ownerReferences": [owner_of(body)]},
                "spec": {"replicas": body["spec"].get("replicas", 1),
                         "selector": body["spec"]["selector"]}})
        return self.store.get(kind, meta["namespace"], name)

    def report(self, kind, body, there, ready):
        status = {"observedGeneration": body["metadata"]["generation"], "replicas": there,
                  "readyReplicas": ready, "updatedReplicas": there}
        if kind.kind == "Deployment":
            status["availableReplicas"] = ready
            status["unavailableReplicas"] = max(0, there - ready)
        if kind.kind == "LeaderWorkerSet":
            status["hpaPodSelector"] = "leaderworkerset.sigs.k8s.io/name=" + body["metadata"]["name"]
        if any(body.get("status", {}).get(key) != value for key, value in status.items()):
            meta = body["metadata"]
            self.store.change(kind, meta["namespace"], meta["name"], {"status": status})

    def make(self, kind, owner, template, size):
        meta = owner["metadata"]
        taken = {pod["metadata"]["name"] for pod in self.pods_of(owner)}
        labels = dict(template["metadata"]["labels"])
        made = {"metadata": {"labels": labels, "ownerReferences": [owner_of(owner)]},
                "spec": {**template["spec"]}, "status": {"phase": "Pending"}}
        if kind.kind == "Deployment":
            made["metadata"]["generateName"] = meta["name"] + "-"
            labels["pod-template-hash"] = meta["name"].rpartition("-")[2]
        else:
            if size > 1:
                labels["leaderworkerset.sigs.k8s.io/name"] = meta["name"]
            names = ("%s-%d%s" % (meta["name"], number // size,
                                  "-%d" % (number % size) if number % size else "")
                     for number in range(1000))
            made["metadata"]["name"] = next(name for name in names if name not in taken)
        self.store.create(POD, meta["namespace"], made)

    def end(self, pod, at=None):
        """Asks a pod to go; it takes its grace."""
        meta = pod["metadata"]
        if "deletionTimestamp" in meta:
            return
        self.going[meta["uid"]] = time.monotonic()
        self.store.change(POD, meta["namespace"], meta["name"], {
            "metadata": {"deletionTimestamp": at or now(), "deletionGracePeriodSeconds": 30}})

    def age(self):
        pods = self.store.find(POD)
        used = {}
        for pod in pods:
            if pod["status"].get("phase") not in ("Succeeded", "Failed"):
                on = pod["spec"].get("nodeName")
                used[on] = used.get(on, 0) + gpus(pod)
        for pod in pods:
            meta, phase = pod["metadata"], pod["status"].get("phase")
            place = (meta["namespace"], meta["name"])
            if "deletionTimestamp" in meta:
                since = self.going.setdefault(meta["uid"], time.monotonic())
                if time.monotonic() - since >= self.delay["grace"] and \
                        "%s/%s" % place not in self.stuck:
                    self.store.remove(POD, *place)
            elif not pod["spec"].get("nodeName"):
                self.place(pod, used)
            elif phase == "Pending":
                since = self.born.setdefault(meta["uid"], time.monotonic())
                if time.monotonic() - since >= self.delay["ready"]:
                    self.store.change(POD, *place, {"status": {
                        "phase": "Running", "startTime": now(), "conditions": [
                            {"type": "PodScheduled", "status": "True"},
                            {"type": "Ready", "status": "True"}]}})

    def place(self, pod, used):
        """The first node by name that has room."""
        meta, need = pod["metadata"], gpus(pod)
        nodes = self.store.find(NODE)
        for node in nodes:
            name = node["metadata"]["name"]
            room = int(node["status"]["allocatable"].get(GPU, 0)) - used.get(name, 0)
            if node["spec"].get("unschedulable") or need > max(room, 0):
                continue
            used[name] = used.get(name, 0) + need
            self.store.change(POD, meta["namespace"], meta["name"], {
                "spec": {"nodeName": name}, "status": {"podIP": "10.1.0.%d" % (len(used) + 10),
                                                       "conditions": [
                    {"type": "PodScheduled", "status": "True"},
                    {"type": "Ready", "status": "False"}]}})
            self.born[meta["uid"]] = time.monotonic()
            return
        if not pod["status"].get("conditions"):
            self.store.change(POD, meta["namespace"], meta["name"], {"status": {"conditions": [
                {"type": "PodScheduled", "status": "False", "reason": "Unschedulable",
                 "message": "0/%d nodes are available: %d Insufficient %s."
                            % (len(nodes), len(nodes), GPU)}]}})

    def count(self, body):
        meta, spec = body["metadata"], body["spec"]
        mine = [pod for pod in self.store.find(POD, meta["namespace"])
                if fits(pod["metadata"].get("labels", {}), spec.get("selector"))]
        healthy = sum(map(is_ready, mine))
        expected = len([pod for pod in mine if "deletionTimestamp" not in pod["metadata"]])
        desired = spec["minAvailable"] if "minAvailable" in spec else \
            expected - spec.get("maxUnavailable", 1)
        status = {"currentHealthy": healthy, "desiredHealthy": desired, "expectedPods": expected,
                  "disruptionsAllowed": max(0, healthy - desired),
                  "observedGeneration": meta["generation"]}
        if body.get("status") != status:
            self.store.change(BY_KIND["PodDisruptionBudget"], meta["namespace"], meta["name"],
                              {"status": status})

    def scale(self, body):
        """An autoscaler wants so many, within its bounds; with none it scales nothing."""
        meta, spec = body["metadata"], body["spec"]
        target = spec["scaleTargetRef"]
        kind = BY_KIND[target["kind"]]
        try:
            there = self.store.get(kind, meta["namespace"], target["name"])["spec"]["replicas"]
        except Refusal:
            return
        key = "%s/%s" % (meta["namespace"], meta["name"])
        load = self.wanted.get(key, there)
        wanted = min(max(load, spec.get("minReplicas", 1)), spec["maxReplicas"])
        if there == 0 or there == wanted:
            self.odd.pop(key, None)
        elif time.monotonic() - self.odd.setdefault(key, time.monotonic()) >= self.delay["scaler"]:
            self.store.change(kind, meta["namespace"], target["name"],
                              {"spec": {"replicas": wanted}})
        status = {"currentReplicas": there, "desiredReplicas": wanted, "conditions": [
            {"type": "ScalingActive", "status": "False" if there == 0 else "True"}]}
        if body.get("status") != status:
            self.store.change(BY_KIND["HorizontalPodAutoscaler"], meta["namespace"], meta["name"],
                              {"status": status})

    def accept(self, body):
        """A gateway takes a route as it is now."""
        meta = body["metadata"]
        parents = [{**one, "conditions": [{**condition, "observedGeneration": meta["generation"]}
                                          for condition in one["conditions"]]}
                   for one in body["status"]["parents"]]
        if parents != body["status"]["parents"]:
            self.store.change(BY_KIND["HTTPRoute"], meta["namespace"], meta["name"],
                              {"status": {"parents": parents}})

    def slices(self, body):
        """Where a service's pods answer."""
        kind, meta = BY_KIND["EndpointSlice"], body["metadata"]
        pods = [pod for pod in self.store.find(POD, meta["namespace"]) if
                fits(pod["metadata"].get("labels", {}), {"matchLabels": body["spec"]["selector"]})]
        ends = [{"addresses": [pod["status"].get("podIP", "10.1.0.9")],
                 "conditions": {"ready": is_ready(pod)}, "nodeName": pod["spec"].get("nodeName"),
                 "targetRef": {"kind": "Pod", "name": pod["metadata"]["name"],
                               "namespace": meta["namespace"], "uid": pod["metadata"]["uid"]}}
                for pod in pods]
        name = meta["name"] + "-x1"
        if self.store.key(kind, meta["namespace"], name) not in self.store.objects:
            self.store.create(kind, meta["namespace"], {
                "metadata": {"name": name, "labels": {"kubernetes.io/service-name": meta["name"]}},
                "addressType": "IPv4", "endpoints": [],
                "ports": [{"name": "http", "port": 8000, "protocol": "TCP"}]})
        if self.store.get(kind, meta["namespace"], name)["endpoints"] != ends:
            self.store.change(kind, meta["namespace"], name, {"endpoints": ends})
