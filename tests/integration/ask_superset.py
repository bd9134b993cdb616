"""Runs in Superset's own environment, once for all: fills an empty Superset, imports the package and asks it.

usage: ask_superset.py PACKAGE ANSWERS EMPTY

Superset's command line takes as long to start as each of these steps takes.
"""

import json
import logging
import shutil
import sys
from pathlib import Path
from typing import Any

from superset.app import create_app  # type: ignore[import-not-found]
from superset.cli.main import superset  # type: ignore[import-not-found]

ADMIN = ["--username=admin", "--password=admin", "--firstname=a", "--lastname=a", "--email=a@example.org"]


def main(package: str, answers: str, empty: str) -> None:
    """Write the answer of each chart and dataset as JSON to ``answers``: Superset itself talks a lot.

    ``empty`` is the database of an empty Superset with its administrator; made where it is not there.
    """
    logging.disable(logging.CRITICAL)
    app = create_app()
    place = Path(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))
    if not Path(empty).exists():
        for line in (["db", "upgrade"], ["fab", "create-admin", *ADMIN], ["init"]):
            order(app, line)
        shutil.copyfile(place, f"{empty}.tmp")
        Path(f"{empty}.tmp").rename(empty)
    order(app, ["import-dashboards", "--path", package, "--username", "admin"])
    Path(answers).write_text(json.dumps(ask(app)), encoding="utf-8")


def order(app: Any, line: list[str]) -> None:
    """What Superset's command line does with these arguments; ends where it fails."""
    done = app.test_cli_runner().invoke(superset, args=line)
    if done.exit_code:
        raise SystemExit(f"superset {' '.join(line)}: {done.output[-2000:]} {done.exception!r}")


def ask(app: Any) -> dict[str, Any]:
    """The dashboard's title, status and rows of each chart, and the status of each dataset that is read anew."""
    told: dict[str, Any] = {"charts": {}, "datasets": {}}
    with app.test_client() as client:
        login = {"username": "admin", "password": "admin", "provider": "db", "refresh": False}
        token = client.post("/api/v1/security/login", json=login).get_json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        told["title"] = client.get("/api/v1/dashboard/duixian", headers=headers).get_json()["result"]["dashboard_title"]
        charts = client.get("/api/v1/dashboard/duixian/charts", headers=headers).get_json()["result"]
        for chart in charts:
            answer = client.get(f"/api/v1/chart/{chart['id']}/data/", headers=headers)
            results = (answer.get_json() or {}).get("result") or [{}]
            told["charts"][chart["slice_name"]] = [answer.status_code, results[0].get("rowcount")]
        for dataset in client.get("/api/v1/dataset/", headers=headers).get_json()["result"]:
            answer = client.put(f"/api/v1/dataset/{dataset['id']}/refresh", headers=headers)
            told["datasets"][dataset["table_name"]] = answer.status_code
    return told


if __name__ == "__main__":
    main(*sys.argv[1:])
