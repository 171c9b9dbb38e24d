"""Signs random requests with botocore and prints one JSON object a line: what another signer has to
arrive at. Usage: sign.py COUNT SEED"""
import datetime
import json
import random
import sys

import botocore.auth
import botocore.awsrequest
import botocore.credentials

count, seed = int(sys.argv[1]), int(sys.argv[2])
dice = random.Random(seed)
WORDS = ["a", "B9", "x y", "ü", "~t", "a/b", "k=v", "&", "%41", "+", "日本", "'q'", "*", "(1)", ""]


def text():
    return "".join(dice.choice(WORDS) for _ in range(dice.randint(0, 4)))


def path():
    from urllib.parse import quote
    parts = [dice.choice([".", "..", "", quote(text(), safe=""), "ok"]) for _ in range(dice.randint(0, 5))]
    return "/" + "/".join(parts)


for _ in range(count):
    when = datetime.datetime(2026, 1, 1) + datetime.timedelta(seconds=dice.randrange(10**9) - 5 * 10**8)
    query = [[text() or "k", text()] for _ in range(dice.randint(0, 4))]
    query = list({k: [k, v] for k, v in query}.values())
    headers = {"X-Amz-Target": "SageMaker." + str(dice.randrange(99)), "X-Odd": " a   b " + str(dice.random())}
    token = "tok/" + str(dice.random()) if dice.random() < 0.5 else None
    region, service = dice.choice(["us-east-1", "eu-west-1", "cn-north-1"]), dice.choice(["sagemaker", "monitoring", "sts"])
    key, secret = "AKIA" + str(dice.randrange(10**12)), "s/" + str(dice.random())
    method, host, where = dice.choice(["GET", "POST", "PUT"]), dice.choice(["example.com", "example.com:8443"]), path()
    body = text() * dice.randint(0, 50)
    request = botocore.awsrequest.AWSRequest(
        method=method, url=f"https://{host}{where}", headers=dict(headers), params=dict(query), data=body.encode())
    signer = botocore.auth.SigV4Auth(botocore.credentials.Credentials(key, secret, token), service, region)

    class Clock(datetime.datetime):
        @classmethod
        def utcnow(cls):
            return when

        @classmethod
        def now(cls, tz=None):
            return when.replace(tzinfo=tz)

    stamp = when.strftime("%Y%m%dT%H%M%SZ")
    if hasattr(botocore.auth, "get_current_datetime"):
        botocore.auth.get_current_datetime = lambda *a, **k: when
    else:
        class Module:
            datetime = Clock
            timezone = datetime.timezone
        botocore.auth.datetime = Module
    signer.add_auth(request)
    print(json.dumps({
        "time": when.replace(tzinfo=datetime.timezone.utc).timestamp(), "stamp": stamp, "method": method, "host": host,
        "path": where, "query": query, "headers": [[k, v] for k, v in headers.items()], "body": body, "token": token,
        "key": key, "secret": secret, "region": region, "service": service,
        "authorization": request.headers["Authorization"]}))
