"""A moto server with a small SageMaker fleet in it and strict signature checking on. Prints one JSON line
with its port and a key pair, and serves until standard input ends."""
import datetime
import json
import logging
import sys

logging.disable(logging.CRITICAL)

import boto3  # noqa: E402
import requests  # noqa: E402
from moto.server import ThreadedMotoServer  # noqa: E402

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
url = f"http://127.0.0.1:{port}"


def client(name):
    return boto3.client(name, region_name="us-east-1", endpoint_url=url,
                        aws_access_key_id="test", aws_secret_access_key="test")


iam = client("iam")
iam.create_user(UserName="watcher")
iam.put_user_policy(UserName="watcher", PolicyName="all", PolicyDocument=json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}))
key = iam.create_access_key(UserName="watcher")["AccessKey"]

maker = client("sagemaker")
role = "arn:aws:iam::123456789012:role/maker"
maker.create_model(ModelName="llm", PrimaryContainer={"Image": "img"}, ExecutionRoleArn=role)


def endpoint(name, variants):
    maker.create_endpoint_config(EndpointConfigName=name + "-config", ProductionVariants=[
        {"VariantName": v, "ModelName": "llm", "InitialInstanceCount": n, "InstanceType": t, "InitialVariantWeight": w}
        for v, n, t, w in variants])
    maker.create_endpoint(EndpointName=name, EndpointConfigName=name + "-config")


endpoint("chat", [("blue", 2, "ml.g4dn.12xlarge", 3.0), ("green", 1, "ml.g4dn.xlarge", 1.0)])
endpoint("quiet", [("only", 1, "ml.m5.large", 1.0)])
# More than one page of ListEndpoints.
for n in range(int(sys.argv[1]) if len(sys.argv) > 1 else 0):
    endpoint(f"many-{n:03}", [("only", 1, "ml.m5.large", 1.0)])

now = datetime.datetime.now(datetime.timezone.utc).replace(second=0, microsecond=0)
watch = client("cloudwatch")


def put(namespace, metric, values, minutes_ago):
    watch.put_metric_data(Namespace=namespace, MetricData=[{
        "MetricName": metric, "Timestamp": now - datetime.timedelta(minutes=minutes_ago), "Value": v,
        "Dimensions": [{"Name": "EndpointName", "Value": "chat"}, {"Name": "VariantName", "Value": "blue"}]}
        for v in values])


put("AWS/SageMaker", "Invocations", [100, 200], 5)
put("AWS/SageMaker", "Invocations", [300, 300], 2)
put("AWS/SageMaker", "Invocation5XXErrors", [3, 3], 2)
put("AWS/SageMaker", "Invocation4XXErrors", [0], 2)
put("AWS/SageMaker", "ModelLatency", [250000, 350000], 2)
put("AWS/SageMaker", "OverheadLatency", [12000], 2)
put("/aws/sagemaker/Endpoints", "GPUUtilization", [200], 2)
put("/aws/sagemaker/Endpoints", "GPUMemoryUtilization", [100], 2)

requests.post(url + "/moto-api/reset-auth", data="0", timeout=10)
print(json.dumps({"port": port, "key": key["AccessKeyId"], "secret": key["SecretAccessKey"]}), flush=True)
sys.stdin.read()
