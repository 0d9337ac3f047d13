"""Railyard from Python, on the standard library alone: one file to copy beside your own.

Two ways to ask, with the same answers:

    local = Command()                                  # the `railyard` command of this machine
    result = local.run("deepseek-v3-mpft", set={"workload.parallelism.pipeline": 32})

    service = Service("http://127.0.0.1:3000")         # a running service, maybe elsewhere
    result = service.run({"apiVersion": "railyard/v1", "kind": "Experiment",
                          "name": "mine", "preset": "deepseek-v3-mpft"})

`rows(...)` makes flat dictionaries of sweeps and runs, as pandas.DataFrame takes them.

Python 3.9 or newer. A mistake in a document raises `InvalidDocument`, whose `issues` say where and what to do.
"""

import json
import os
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid


class RailyardError(Exception):
    """Railyard refused, failed or cannot be reached."""

    def __init__(self, message, issues=(), status=None):
        super().__init__(message)
        self.issues = list(issues)
        self.status = status


class InvalidDocument(RailyardError):
    """The document has mistakes: `issues` has a path, a message and a hint for each."""


def _changes(set):
    """`{"a.b": 1}` as the texts of `--set`."""
    return [f"{path}={value if isinstance(value, str) else json.dumps(value)}" for path, value in (set or {}).items()]


def _text(document):
    return document if isinstance(document, str) else json.dumps(document)


class Command:
    """The `railyard` command on this machine."""

    def __init__(self, command=("npx", "railyard"), cwd=None):
        self.command = [command] if isinstance(command, str) else list(command)
        self.cwd = cwd

    def ask(self, *words, stdin=None):
        """Any command with `--json`; the parsed answer."""
        done = subprocess.run(
            [*self.command, *map(str, words), "--json"],
            input=stdin, capture_output=True, text=True, cwd=self.cwd, env={**os.environ, "NO_COLOR": "1"},
        )
        try:
            answer = json.loads(done.stdout)
        except ValueError:
            raise RailyardError(done.stderr.strip() or f"exit code {done.returncode}") from None
        error = answer.get("error") if isinstance(answer, dict) else None
        if error:
            kind = InvalidDocument if error.get("issues") else RailyardError
            raise kind(error["message"], error.get("issues", ()))
        return answer

    def _about(self, command, document, *words):
        """A preset or a file by its name; a dictionary goes through standard input."""
        if isinstance(document, str):
            return self.ask(command, document, *words)
        return self.ask(command, "-", *words, stdin=json.dumps(document))

    def run(self, document, set=None):
        return self._about("run", document, *_set_words(set))

    def replay(self, document, set=None):
        return self._about("replay", document, *_set_words(set))

    def sweep(self, document):
        return self._about("sweep", document)

    def validate(self, document):
        return self._about("validate", document)

    def compare(self, *documents):
        return self.ask("compare", *documents)

    def network(self, collective, **options):
        """`network("all-reduce", cluster="h800-2048-mpft", gpus=64, bytes="1GiB")`."""
        words = [word for name, value in options.items() for word in (f"--{name.replace('_', '-')}", value)]
        return self.ask("network", collective, *words)

    def presets(self):
        return self.ask("presets")


def _set_words(set):
    return [word for change in _changes(set) for word in ("--set", change)]


class Service:
    """A running service; `key` where it asks for one."""

    def __init__(self, url=None, key=None, timeout=60):
        self.url = (url or os.environ.get("RAILYARD_SERVER") or "http://127.0.0.1:3000").rstrip("/")
        self.key = key or os.environ.get("RAILYARD_API_KEY")
        self.timeout = timeout

    def ask(self, method, path, body=None, key=None, **query):
        """One request; waits and asks again where the service says so (429, 503, a key in flight)."""
        address = self.url + path + (f"?{urllib.parse.urlencode(query)}" if query else "")
        headers = {"accept": "application/json"}
        if body is not None:
            headers["content-type"] = "application/json"
        if self.key:
            headers["authorization"] = f"Bearer {self.key}"
        if key:
            headers["idempotency-key"] = key
        data = None if body is None else _text(body).encode()
        for attempt in range(10):
            request = urllib.request.Request(address, data=data, headers=headers, method=method)
            try:
                with urllib.request.urlopen(request, timeout=self.timeout) as response:
                    text = response.read()
                    return json.loads(text) if text else None
            except urllib.error.HTTPError as error:
                wait = error.headers.get("retry-after")
                if wait and attempt < 9 and error.code in (409, 429, 503):
                    time.sleep(min(float(wait), 30))
                    continue
                raise _refusal(error) from None
            except urllib.error.URLError as error:
                raise RailyardError(f"{self.url} cannot be reached: {error.reason}") from None

    def submit(self, document, force=False):
        """Begins a run, once however often the connection breaks; what the service says of it."""
        return self.ask("POST", "/v1/experiments", document, key=str(uuid.uuid4()), force=str(force).lower())

    def wait(self, run, poll=0.5):
        """The run when it has ended, with its result."""
        while True:
            now = self.ask("GET", f"/v1/runs/{run['id'] if isinstance(run, dict) else run}")
            if now["state"] == "succeeded":
                return now
            if now["state"] in ("failed", "cancelled"):
                failure = now.get("failure") or {}
                raise RailyardError(f"run {now['id']} {now['state']}: {failure.get('message', '')}")
            time.sleep(poll)

    def run(self, document, force=False):
        """Submits, waits; the result."""
        return self.wait(self.submit(document, force))["result"]

    def sweep(self, document, poll=1.0):
        """Submits a sweep, waits for its end; the runs with their parameters and metrics."""
        sweep = self.ask("POST", "/v1/sweeps", document, key=str(uuid.uuid4()))
        while sweep["state"] in ("expanding", "running"):
            time.sleep(poll)
            sweep = self.ask("GET", f"/v1/sweeps/{sweep['id']}")
        runs, cursor = [], None
        while True:
            more = {} if cursor is None else {"cursor": cursor}
            page = self.ask("GET", f"/v1/sweeps/{sweep['id']}/runs", limit=500, **more)
            runs += page["items"]
            cursor = page["next"]
            if cursor is None:
                return {**sweep, "runs": runs}

    def network(self, request):
        return self.ask("POST", "/v1/network", request)


def _refusal(error):
    try:
        problem = json.loads(error.read())
    except ValueError:
        return RailyardError(f"status {error.code}", status=error.code)
    kind = InvalidDocument if error.code == 422 else RailyardError
    return kind(problem.get("detail", ""), problem.get("issues", ()), error.code)


def rows(answer):
    """Flat dictionaries: one for each run of a sweep, or one of a single result."""
    runs = answer.get("runs")
    if runs is None:
        return [{"name": answer["document"]["name"], **answer["metrics"]}]
    flat = []
    for run in runs:
        metrics = run.get("metrics") or run.get("summary") or (run.get("run") or {}).get("summary") or {}
        flat.append({**run.get("parameters", {}), **metrics})
    return flat
