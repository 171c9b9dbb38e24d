"""The cluster that the API server of the tests begins with."""
from kinds import BY_KIND
from store import owner_of

GPU = "nvidia.com/gpu"


def node(name, gpus, model, system):
    capacity = {"cpu": "64", "memory": "527945216Ki", "pods": "110"}
    labels = {"kubernetes.io/hostname": name, "kubernetes.io/arch": "amd64",
              "topology.kubernetes.io/region": "hall-a", "topology.kubernetes.io/zone": "hall-a-1",
              "node.kubernetes.io/instance-type": system}
    if gpus:
        capacity[GPU] = str(gpus)
        labels.update({"nvidia.com/gpu.product": model, "nvidia.com/gpu.count": str(gpus),
                       "nvidia.com/gpu.memory": "81559"})
    return {"metadata": {"name": name, "labels": labels},
            "spec": {"providerID": "metal://" + name},
            "status": {"capacity": capacity, "allocatable": dict(capacity),
                       "nodeInfo": {"kubeletVersion": "v1.31.4", "architecture": "amd64",
                                    "osImage": "Debian GNU/Linux 12 (bookworm)"},
                       "addresses": [{"type": "InternalIP", "address": "10.0.0.%d" % len(name)},
                                     {"type": "Hostname", "address": name}],
                       "conditions": [{"type": "Ready", "status": "True", "reason": "KubeletReady",
                                       "message": "kubelet is posting ready status"}]}}


def container(gpus, name="server"):
    made = {"name": name, "image": "registry.example/%s:1" % name,
            "ports": [{"name": "http", "containerPort": 8000}],
            "readinessProbe": {"httpGet": {"path": "/health", "port": "http"}},
            "resources": {"requests": {"cpu": "4"}, "limits": {"cpu": "4"}}}
    if gpus:
        made["resources"]["requests"][GPU] = made["resources"]["limits"][GPU] = str(gpus)
    return made


def template(app, gpus, volumes=None):
    spec = {"containers": [container(gpus)]}
    if volumes:
        spec["volumes"] = volumes
    return {"metadata": {"labels": {"app": app}}, "spec": spec}


def workload(name, replicas, gpus, volumes=None, labels=None, annotations=None):
    meta = {"name": name, "labels": {"app": name, **(labels or {})}}
    if annotations:
        meta["annotations"] = annotations
    return {"metadata": meta,
            "spec": {"replicas": replicas, "selector": {"matchLabels": {"app": name}},
                     "template": template(name, gpus, volumes)}}


def group(name, replicas, size, gpus):
    return {"metadata": {"name": name},
            "spec": {"replicas": replicas,
                     "leaderWorkerTemplate": {"size": size,
                                              "workerTemplate": template(name, gpus)}}}


def scaler(name, kind, target, least, most, owners=None):
    api = BY_KIND[kind].api
    meta = {"name": name}
    if owners:
        meta["ownerReferences"] = owners
    return {"metadata": meta,
            "spec": {"minReplicas": least, "maxReplicas": most,
                     "scaleTargetRef": {"apiVersion": api, "kind": kind, "name": target},
                     "metrics": []},
            "status": {"currentReplicas": 0, "desiredReplicas": 0}}


def service(name, app):
    return {"metadata": {"name": name},
            "spec": {"selector": {"app": app}, "clusterIP": "10.96.0.%d" % len(name),
                     "ports": [{"name": "http", "port": 8000, "targetPort": "http"}]}}


def route(name, backends):
    return {"metadata": {"name": name},
            "spec": {"parentRefs": [{"name": "edge"}], "hostnames": ["%s.example" % name],
                     "rules": [{"matches": [{"path": {"type": "PathPrefix", "value": "/"}}],
                                "backendRefs": backends}]},
            "status": {"parents": [{"parentRef": {"name": "edge"},
                                    "controllerName": "example.com/gateway",
                                    "conditions": [{"type": "Accepted", "status": "True",
                                                    "observedGeneration": 1}]}]}}


def backend(name, weight=None):
    made = {"group": "", "kind": "Service", "name": name, "port": 8000}
    if weight is not None:
        made["weight"] = weight
    return made


def pod(name, on, gpus=0, labels=None, annotations=None, owners=None, volumes=None,
        phase="Running"):
    meta = {"name": name, "labels": labels or {}}
    if annotations:
        meta["annotations"] = annotations
    if owners:
        meta["ownerReferences"] = owners
    is_up = phase == "Running"
    spec = {"nodeName": on, "containers": [container(gpus)]}
    if volumes:
        spec["volumes"] = volumes
    return {"metadata": meta, "spec": spec,
            "status": {"phase": phase, "conditions": [
                {"type": "PodScheduled", "status": "True"},
                {"type": "Ready", "status": "True" if is_up else "False"}]}}


NODES = [("cpu-c01", 0, "", "cpu.64"), ("gpu-a01", 8, "NVIDIA-H100-80GB-HBM3", "dgx-h100"),
         ("gpu-a02", 8, "NVIDIA-H100-80GB-HBM3", "dgx-h100"),
         ("gpu-b01", 4, "NVIDIA-L40S", "l40s.4x")]


def fill(store):
    """Everything that is there when the first request comes."""
    def make(kind, body, namespace="chat"):
        return store.create(BY_KIND[kind], namespace, body)

    for name in ("default", "kube-system", "chat"):
        make("Namespace", {"metadata": {"name": name}})
    for words in NODES:
        make("Node", node(*words))
    daemon = make("DaemonSet", {"metadata": {"name": "dcgm-exporter"}, "spec": {
        "selector": {"matchLabels": {"app": "dcgm"}}, "template": template("dcgm", 0)}},
        "kube-system")
    for name, gpus, _, _ in NODES:
        make("Pod", pod("kube-proxy-" + name, name, annotations={
            "kubernetes.io/config.mirror": "0a1b2c", "kubernetes.io/config.source": "file"}),
            "kube-system")
        if gpus:
            make("Pod", pod("dcgm-exporter-" + name[-3:], name, labels={"app": "dcgm"},
                            owners=[owner_of(daemon)]), "kube-system")
    make("Deployment", workload("own", 2, 2))
    make("Deployment", workload("rented", 1, 1))
    make("Deployment", workload("embed", 2, 1))
    make("Deployment", workload("batch", 1, 1))
    make("Deployment", workload("gitops", 1, 0, annotations={
        "argocd.argoproj.io/tracking-id": "fleet:apps/Deployment:chat/gitops"}))
    make("StatefulSet", workload("cache", 1, 0))
    make("LeaderWorkerSet", group("llama", 1, 2, 1))
    make("HorizontalPodAutoscaler", scaler("embed", "Deployment", "embed", 1, 4))
    keda = make("ScaledObject", {"metadata": {"name": "batch"}, "spec": {
        "scaleTargetRef": {"name": "batch"}, "minReplicaCount": 1, "maxReplicaCount": 3}})
    make("HorizontalPodAutoscaler", scaler("keda-hpa-batch", "Deployment", "batch", 1, 3,
                                           [owner_of(keda)]))
    make("PodDisruptionBudget", {"metadata": {"name": "own"}, "spec": {
        "minAvailable": 1, "selector": {"matchLabels": {"app": "own"}}}})
    make("Pod", pod("finished", "gpu-a02", phase="Succeeded", owners=[
        {"apiVersion": "batch/v1", "kind": "Job", "name": "train", "uid": "j", "controller": True}]))
    for name in ("own", "rented", "embed"):
        make("Service", service(name, name))
    make("HTTPRoute", route("chat", [backend("own", 100), backend("rented", 0)]))
    make("HTTPRoute", route("plain", [backend("own"), backend("rented")]))


def crowd(store, nodes, pods):
    """Many more of both, each of the size that they have in real clusters."""
    for number in range(nodes):
        body = node("crowd-%04d" % number, 8, "NVIDIA-H100-80GB-HBM3", "dgx-h100")
        body["status"]["images"] = [
            {"names": ["registry.example/team/server@sha256:%064x" % (number * 50 + image),
                       "registry.example/team/server:%d" % image], "sizeBytes": 10 ** 9}
            for image in range(50)]
        store.create(BY_KIND["Node"], None, body)
    for number in range(pods):
        one = pod("crowd-%05d" % number, "crowd-%04d" % (number % max(nodes, 1)), number % 2,
                  labels={"app": "crowd", "pod-template-hash": "7d9f"},
                  annotations={"example.com/applied": "x" * 1500})
        one["spec"]["containers"][0]["env"] = [
            {"name": "SETTING_%d" % place, "value": "value-%d" % place} for place in range(40)]
        store.create(BY_KIND["Pod"], "chat", one)
