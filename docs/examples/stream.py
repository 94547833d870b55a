"""Streams events with the standard library alone, and resumes where it left off.

RELAY_URL=http://127.0.0.1:8082 RELAY_KEY=cxr_... python3 stream.py
"""
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request

POSITION = "position.json"


def load():
    try:
        with open(POSITION, encoding="utf-8") as file:
            return json.load(file)
    except FileNotFoundError:
        return {"since": "now"}


def save(position):
    with open(POSITION + ".new", "w", encoding="utf-8") as file:
        json.dump(position, file)
    os.replace(POSITION + ".new", POSITION)


def messages(answer):
    """Server-sent events as (event, data)."""
    event, data = "message", []
    for raw in answer:
        line = raw.decode("utf-8").rstrip("\r\n")
        if line == "":
            if data:
                yield event, json.loads("\n".join(data))
            event, data = "message", []
        elif line.startswith("event:"):
            event = line[6:].strip()
        elif line.startswith("data:"):
            data.append(line[5:].lstrip())


def stream(position):
    address = os.environ["RELAY_URL"] + "/relay/events?" + urllib.parse.urlencode(position)
    request = urllib.request.Request(address)
    request.add_header("Authorization", "Bearer " + os.environ["RELAY_KEY"])
    request.add_header("Accept", "text/event-stream")
    # A heartbeat comes every 15 seconds: a longer silence means that the connection is dead.
    with urllib.request.urlopen(request, timeout=40) as answer:
        for event, data in messages(answer):
            if event == "subscribed":
                if not data["recovered"]:
                    print("events in between are gone", flush=True)
                if position["since"] == "now":
                    position.update(since=data["sequence"], epoch=data["epoch"])
            elif event == "problem":
                raise SystemExit(data["code"] + ": " + data["detail"])
            elif "sequence" in data and "type" in data:
                print(json.dumps(data), flush=True)
                position.update(since=data["sequence"], epoch=data["epoch"])
                save(position)


def main():
    position, wait = load(), 1
    while True:
        try:
            stream(position)
            wait = 1
        except urllib.error.HTTPError as error:
            if error.code in (400, 401, 403):
                raise SystemExit(error.read().decode("utf-8"))
        except OSError:
            pass  # the relay restarts, or the network is away
        time.sleep(wait)
        wait = min(wait * 2, 30)


if __name__ == "__main__":
    main()
