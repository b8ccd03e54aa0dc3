"""What applies to a patient, what is undetermined and which facts would decide it.

    python3 recommend.py PATIENT.json

CONSILIUM is the address of the server, CONSILIUM_TOKEN the access token if it asks for one. Needs nothing but Python.
"""

import json
import os
import sys
import urllib.error
import urllib.request

SERVER = os.environ.get("CONSILIUM", "http://localhost:8080")


def ask(description: bytes) -> dict:
    """The answer for a patient description; an HTTPError brings the problem details in its body."""
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if "CONSILIUM_TOKEN" in os.environ:
        headers["Authorization"] = "Bearer " + os.environ["CONSILIUM_TOKEN"]
    request = urllib.request.Request(SERVER + "/api/recommendations", description, headers)
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)


def main(path: str) -> int:
    with open(path, "rb") as file:
        description = file.read()
    try:
        answer = ask(description)
    except urllib.error.HTTPError as refusal:
        problem = json.load(refusal)
        print(problem["code"], problem["detail"], sep="\t", file=sys.stderr)
        for error in problem.get("errors", []):
            print(error["code"], error["pointer"], error["message"], sep="\t", file=sys.stderr)
        return 1
    for each in answer["recommendations"]:
        if each["applicability"] == "applies":
            print("applies", each["direction"], each["strength"], each["id"], sep="\t")
        elif each["applicability"] == "undetermined":
            facts = " or ".join(" and ".join(facts) for facts in each["missing"])
            print("undetermined", each["direction"], each["strength"], each["id"], facts, sep="\t")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
