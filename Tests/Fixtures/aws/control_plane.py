"""A stand-in for the control planes of SageMaker, Application Auto Scaling and CloudWatch, for what the real
ones do in between: updates that take their time, fail or roll back, answers that do not come, throttling,
an autoscaler that changes things back. It wants every request to be signed (SigV4, for the right service).

Prints one JSON line with its port, and does what it is told, a line at a time, each answered by one line:

  hold | go              updates stay Updating | come to their end
  fail REASON | roll REASON   the next update ends in Failed | is rolled back, and InService again
  status NAME STATUS     an endpoint is called that
  lose requests|answers|nothing
  hang | release         changes are not answered until released
  refuse CODE TEXT | accept   changes are refused | taken again
  crowd                  of three looks at an endpoint two are too many
  overtake EP            somebody else begins an update right before the next change
  deny OPERATION         an operation is denied
  count EP VARIANT N     somebody else wants N instances
  weight EP VARIANT W    somebody else sets a weight
  touch EP               somebody else changes something that is not to be seen
  own EP VARIANT MIN MAX | revert EP VARIANT N   an autoscaler keeps it | and has changed it back
  traffic N | astray     so many invocations a minute, by the weights | by the first weights
  show EP | changes      the variants of an endpoint | every change that was received, as JSON
"""
import json
import re
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LOCK = threading.RLock()
RELEASED = threading.Event()
RELEASED.set()
SERVICES = {"SageMaker": "sagemaker", "GraniteServiceVersion20100801": "monitoring",
            "AnyScaleFrontendService": "application-autoscaling"}
CHANGES = ("UpdateEndpointWeightsAndCapacities", "RegisterScalableTarget")


class Refusal(Exception):
    def __init__(self, code, text, status=400):
        super().__init__(text)
        self.code, self.text, self.status = code, text, status


class State:
    def __init__(self):
        self.held = False
        self.ending = None
        self.lost = "nothing"
        self.refusal = None
        self.denied = set()
        # Looks at endpoints, once they are counted.
        self.looks = None
        self.rival = None
        self.changes = []
        self.traffic = 0
        self.astray = None
        self.targets = {}
        self.endpoints = {}
        self.add("chat", [("blue", 2, 3.0), ("green", 1, 1.0)])
        self.add("solo", [("only", 1, 1.0)])
        self.add("other", [("only", 1, 1.0)])

    def add(self, name, variants):
        self.endpoints[name] = {
            "status": "InService", "modified": 1700000000.0, "reason": None,
            "variants": {v: {"count": n, "wanted": n, "weight": w, "aim": w} for v, n, w in variants},
            "first": {v: (n, w) for v, n, w in variants}}

    def touch(self, name):
        endpoint = self.endpoints[name]
        endpoint["modified"] = max(time.time(), endpoint["modified"] + 1)

    def begin(self, name):
        """An update begins; it ends at once unless it is held."""
        endpoint = self.endpoints[name]
        endpoint["status"], endpoint["reason"] = "Updating", None
        self.touch(name)
        if not self.held:
            # Somebody sees it Updating before that.
            threading.Timer(0.15, self.settle, [name]).start()

    def settle(self, name):
        with LOCK:
            endpoint = self.endpoints[name]
            if endpoint["status"] not in ("Updating", "RollingBack"):
                return
            ending, self.ending = self.ending, None
            for variant in endpoint["variants"].values():
                if ending is None:
                    variant["count"], variant["weight"] = variant["wanted"], variant["aim"]
                else:
                    variant["wanted"], variant["aim"] = variant["count"], variant["weight"]
            endpoint["status"] = "Failed" if ending and ending[0] == "fail" else "InService"
            endpoint["reason"] = ending[1] if ending else None
            self.touch(name)


STATE = State()


def member(body, name):
    """A member that the operation cannot do without."""
    if body.get(name) is None:
        member = name[0].lower() + name[1:]
        raise Refusal("ValidationException", f"1 validation error detected: Value null at '{member}' failed to "
                      "satisfy constraint: Member must not be null")
    return body[name]


def endpoint_of(body):
    name = member(body, "EndpointName")
    if name not in STATE.endpoints:
        raise Refusal("ValidationException", f'Could not find endpoint "{name}".')
    return name, STATE.endpoints[name]


def describe_endpoint(body):
    name, endpoint = endpoint_of(body)
    return {
        "EndpointName": name, "EndpointArn": f"arn:aws:sagemaker:us-east-1:1:endpoint/{name}",
        "EndpointConfigName": name + "-config", "EndpointStatus": endpoint["status"],
        **({"FailureReason": endpoint["reason"]} if endpoint["reason"] else {}),
        "CreationTime": 1600000000.0, "LastModifiedTime": endpoint["modified"],
        "ProductionVariants": [
            {"VariantName": v, "CurrentWeight": x["weight"], "DesiredWeight": x["aim"],
             "CurrentInstanceCount": x["count"], "DesiredInstanceCount": x["wanted"]}
            for v, x in endpoint["variants"].items()]}


def describe_config(body):
    name = member(body, "EndpointConfigName").removesuffix("-config")
    if name not in STATE.endpoints:
        raise Refusal("ValidationException", f'Could not find endpoint configuration "{name}-config".')
    return {"EndpointConfigName": name + "-config", "ProductionVariants": [
        {"VariantName": v, "ModelName": "llm", "InstanceType": "ml.g5.12xlarge", "InitialInstanceCount": n,
         "InitialVariantWeight": w} for v, (n, w) in STATE.endpoints[name]["first"].items()]}


def list_endpoints(body):
    return {"Endpoints": [{"EndpointName": n, "EndpointStatus": e["status"]} for n, e in STATE.endpoints.items()]}


def update(body):
    name, endpoint = endpoint_of(body)
    if endpoint["status"] != "InService":
        raise Refusal("ValidationException", f'Cannot update in-progress endpoint "{name}".')
    desired = member(body, "DesiredWeightsAndCapacities")
    counts = [d for d in desired if "DesiredInstanceCount" in d]
    if counts and (len(desired) > 1 or "DesiredWeight" in counts[0]):
        raise Refusal("ValidationException", "One kind of change a call.")
    for change in desired:
        if change["VariantName"] not in endpoint["variants"]:
            raise Refusal("ValidationException", "Could not find variant.")
    for change in desired:
        variant = endpoint["variants"][change["VariantName"]]
        variant["wanted"] = change.get("DesiredInstanceCount", variant["wanted"])
        variant["aim"] = change.get("DesiredWeight", variant["aim"])
    STATE.begin(name)
    return {"EndpointArn": "arn"}


def place(resource):
    match = re.fullmatch(r"endpoint/([^/]+)/variant/([^/]+)", resource)
    if not match or match[1] not in STATE.endpoints:
        raise Refusal("ValidationException", f"No such resource: {resource}")
    return match[1], match[2]


def describe_targets(body):
    return {"ScalableTargets": [
        {"ServiceNamespace": "sagemaker", "ResourceId": r, "ScalableDimension": body["ScalableDimension"],
         "MinCapacity": low, "MaxCapacity": high,
         "SuspendedState": {"DynamicScalingInSuspended": False, "DynamicScalingOutSuspended": False,
                            "ScheduledScalingSuspended": False}}
        for r, (low, high) in STATE.targets.items() if r in body["ResourceIds"]]}


def register(body):
    name, variant = place(member(body, "ResourceId"))
    low, high = member(body, "MinCapacity"), member(body, "MaxCapacity")
    STATE.targets[body["ResourceId"]] = (low, high)
    wanted = STATE.endpoints[name]["variants"][variant]
    moved = min(max(wanted["wanted"], low), high)
    if moved != wanted["wanted"]:
        wanted["wanted"] = moved
        STATE.begin(name)
    return {"ScalableTargetARN": "arn"}


def metric_data(body):
    first = int(-(-body["StartTime"] // 60) * 60)
    minutes = [m for m in range(first, int(body["EndTime"]), 60)]
    results = []
    for query in body["MetricDataQueries"]:
        metric = query["MetricStat"]["Metric"]
        where = {d["Name"]: d["Value"] for d in metric["Dimensions"]}
        endpoint = STATE.endpoints.get(where.get("EndpointName"))
        share = 0
        if endpoint and metric["MetricName"] == "Invocations" and STATE.traffic:
            weights = STATE.astray or {v: x["weight"] for v, x in endpoint["variants"].items()}
            total = sum(weights.get(v, 0) for v in endpoint["variants"])
            share = weights.get(where["VariantName"], 0) / total if total else 0
        value = round(STATE.traffic * share)
        known = minutes if value else []
        results.append({"Id": query["Id"], "Timestamps": known, "Values": [value] * len(known),
                        "StatusCode": "Complete"})
    return {"MetricDataResults": results}


OPERATIONS = {
    "ListEndpoints": list_endpoints, "DescribeEndpoint": describe_endpoint,
    "DescribeEndpointConfig": describe_config, "UpdateEndpointWeightsAndCapacities": update,
    "DescribeScalableTargets": describe_targets, "RegisterScalableTarget": register,
    "GetMetricData": metric_data,
}


def check_signature(headers, service):
    signature = headers.get("Authorization", "")
    match = re.fullmatch(
        r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([a-z0-9-]+)/([a-z-]+)/aws4_request, ?"
        r"SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})", signature)
    if not match:
        raise Refusal("MissingAuthenticationToken", "Missing Authentication Token", 403)
    signed = match[5].split(";")
    if match[4] != service or not {"host", "x-amz-date", "x-amz-target"} <= set(signed):
        raise Refusal("InvalidSignatureException", "Credential should be scoped to correct service.", 403)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def do_POST(self):
        length = int(self.headers.get("Content-Length", -1))
        text = self.rfile.read(max(0, length))
        if len(text) != length:
            # The client has gone before it had said all: nobody has asked for anything.
            self.close_connection = True
            return
        prefix, _, operation = self.headers.get("X-Amz-Target", "").partition(".")
        is_change = operation in CHANGES
        try:
            body = self.read(text)
            with LOCK:
                answer = self.answer(prefix, operation, body, is_change)
            status = 200
        except Refusal as refusal:
            answer, status = {"__type": refusal.code, "message": refusal.text}, refusal.status
        if is_change:
            if STATE.lost != "nothing":
                self.close_connection = True
                return
            RELEASED.wait()
        data = json.dumps(answer).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/x-amz-json-1.1")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)
        except OSError:
            pass

    @staticmethod
    def read(text):
        try:
            body = json.loads(text or b"{}")
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise Refusal("SerializationException", "")
        return body

    def answer(self, prefix, operation, body, is_change):
        if prefix not in SERVICES or operation not in OPERATIONS:
            raise Refusal("UnknownOperationException", operation)
        check_signature(self.headers, SERVICES[prefix])
        if operation in STATE.denied:
            raise Refusal("AccessDeniedException", f"User: arn:aws:iam::1:user/ada is not authorized to "
                          f"perform: {SERVICES[prefix]}:{operation}")
        if is_change:
            STATE.changes.append({"operation": operation, "body": body})
            if STATE.lost == "requests":
                return {}
            if STATE.refusal:
                raise Refusal(*STATE.refusal)
            if STATE.rival:
                STATE.begin(STATE.rival)
                STATE.rival = None
        elif STATE.looks is not None and operation == "DescribeEndpoint":
            STATE.looks += 1
            if STATE.looks % 3:
                raise Refusal("ThrottlingException", "Rate exceeded")
        return OPERATIONS[operation](body)


def tell(line):
    word, *rest = line.split()
    if word == "hold":
        STATE.held = True
    elif word == "go":
        STATE.held = False
        for name in STATE.endpoints:
            STATE.settle(name)
    elif word in ("fail", "roll"):
        STATE.ending = (word, " ".join(rest))
    elif word == "status":
        STATE.endpoints[rest[0]]["status"] = rest[1]
    elif word == "lose":
        STATE.lost = rest[0]
    elif word == "hang":
        RELEASED.clear()
    elif word == "release":
        RELEASED.set()
    elif word == "refuse":
        STATE.refusal = (rest[0], " ".join(rest[1:]))
    elif word == "accept":
        STATE.refusal = None
    elif word == "crowd":
        STATE.looks = 0
    elif word == "overtake":
        STATE.rival = rest[0]
    elif word == "deny":
        STATE.denied.add(rest[0])
    elif word in ("count", "revert"):
        variant = STATE.endpoints[rest[0]]["variants"][rest[1]]
        variant["wanted"] = variant["count"] = int(rest[2])
        STATE.touch(rest[0])
    elif word == "weight":
        variant = STATE.endpoints[rest[0]]["variants"][rest[1]]
        variant["aim"] = variant["weight"] = float(rest[2])
        STATE.touch(rest[0])
    elif word == "touch":
        STATE.touch(rest[0])
    elif word == "own":
        STATE.targets[f"endpoint/{rest[0]}/variant/{rest[1]}"] = (int(rest[2]), int(rest[3]))
    elif word == "traffic":
        STATE.traffic, STATE.astray = int(rest[0]), None
    elif word == "astray":
        STATE.astray = {v: x["weight"] for v, x in STATE.endpoints["chat"]["variants"].items()}
    elif word == "show":
        return json.dumps(STATE.endpoints[rest[0]]["variants"])
    elif word == "changes":
        return json.dumps(STATE.changes)
    else:
        return "what?"
    return "ok"


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, address):
        # A connection that breaks off is no fault of this side.
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, address)


server = Server(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(json.dumps({"port": server.server_port}), flush=True)
for line in sys.stdin:
    with LOCK:
        print(tell(line), flush=True)
