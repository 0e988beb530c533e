"""Shared parts of the tests: a small database, a throw-away PostgreSQL, the whole sample city, a running server."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine, make_url, text

from app import create_server
from app_public import create_public_server
from data.disclosure.publish import publish
from data.domain.people import PROCESS, Role, acting
from data.ingest import LoadResult, ingest_file
from data.ingest.load import Delivery
from data.public import PublicService
from data.results.job import compute_results
from data.sample.areas import make_register, write_areas, write_population
from data.sample.build import build
from data.service import RoomService, Services, open_services
from data.settings import WIB, Settings
from data.tables.engine import migrate, open_engine
from scripts import routes
from scripts.running import copy_database, free_port, waiting_for

CLOCK = datetime(2022, 2, 16, 14, 7, tzinfo=WIB)
ROOT = Path(__file__).parents[1]


PASSWORD = "ruang-kendali-uji"
OFFICERS = {"petugas.rw": "32.76.02.1010.006", "petugas.kel": "32.76.02.1010"}


@pytest.fixture(autouse=True)
def process() -> Iterator[None]:
    """Tests ask the services as the server's own process; what people may do is tested through the doors."""
    with acting(PROCESS):
        yield


KINDS = ("unit", "property", "project", "integration", "golden", "e2e")
LONGEST = (
    "test_wall.py",
    "test_public.py",
    "test_questions.py",
    "test_screen.py",
    "test_desk.py",
    "test_subject.py",
    "test_brush.py",
    "test_engine.py",
)
"""Files of the browser by their time, so that two processes end together."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Quick tests first, the browser last.

    Of two processes one begins with the first file that needs the city and builds it, while the other runs what needs
    none; so none waits for it.
    """
    with_city = {item.path for item in items if "city_settings" in getattr(item, "fixturenames", ())}
    builds = next((item.path for item in items if item.path in with_city and item.path.parent.name != "e2e"), None)

    def position(item: pytest.Item) -> tuple[bool, int, bool, int]:
        kind, name = item.path.parent.name, item.path.name
        rank = LONGEST.index(name) if kind == "e2e" and name in LONGEST else len(LONGEST)
        return item.path != builds, KINDS.index(kind), item.path in with_city, rank

    items.sort(key=position)


@pytest.fixture(scope="session")
def area_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Areas and population of Depok as files."""
    folder = tmp_path_factory.mktemp("areas")
    register, polygons = make_register()
    return {"areas": write_areas(folder, register, polygons), "population": write_population(folder, register)}


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a PostgreSQL server that lives as long as the tests."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin")) or [Path(shutil.which("initdb") or "").parent]
    tools = binaries[-1]
    folder = Path("/tmp") / f"decor-pg-{os.getpid()}"  # noqa: S108 - a socket path must be short
    folder.mkdir()
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if user:
        shutil.chown(folder, "postgres", "postgres")
    port = free_port()
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([*user, tools / "initdb", "-D", folder / "data", "-U", "decor", "--auth=trust"], **quiet)
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    control = [*user, tools / "pg_ctl", "-D", folder / "data"]
    subprocess.run([*control, "-w", "-o", options, "-l", folder / "log", "start"], **quiet)
    yield f"postgresql://decor@127.0.0.1:{port}/postgres"
    subprocess.run([*control, "-m", "immediate", "stop"], **quiet)
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def small_template(tmp_path_factory: pytest.TempPathFactory, area_files: dict[str, Path]) -> Path:
    """An SQLite file with areas and population."""
    path = tmp_path_factory.mktemp("template") / "small.sqlite"
    engine = open_engine(f"sqlite:///{path}")
    _fill_small(engine, area_files, path.parent)
    with engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()
    return path


def _fill_small(engine: Engine, files: dict[str, Path], reports: Path) -> None:
    migrate(engine)
    for dataset, path in files.items():
        ingest_file(engine, dataset, Delivery(path, datetime(2020, 1, 2, tzinfo=WIB), CLOCK), reports=reports)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database with areas and population: every test that asks for it runs on both kinds."""
    if request.param == "sqlite":
        path = tmp_path / "small.sqlite"
        shutil.copy(request.getfixturevalue("small_template"), path)
        made = open_engine(f"sqlite:///{path}")
        yield made
        made.dispose()
        return
    url = request.getfixturevalue("small_postgres")
    name = f"t{abs(hash(str(tmp_path))) % 10**12}"
    _admin(url, f'CREATE DATABASE "{name}" TEMPLATE small')
    made = open_engine(str(make_url(url).set(database=name).render_as_string(hide_password=False)))
    yield made
    made.dispose()
    _admin(url, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def small_postgres(postgres: str, area_files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The PostgreSQL server with a template database of areas and population."""
    _admin(postgres, "CREATE DATABASE small")
    engine = open_engine(make_url(postgres).set(database="small").render_as_string(hide_password=False))
    _fill_small(engine, area_files, tmp_path_factory.mktemp("pg-reports"))
    engine.dispose()
    return postgres


def _admin(url: str, statement: str) -> None:
    admin = create_engine(make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(statement))
    admin.dispose()


Load = Callable[..., LoadResult]


@pytest.fixture
def settings(engine: Engine, tmp_path: Path) -> Settings:
    """Settings over a database of one test, at the tests' clock."""
    url = engine.url.render_as_string(hide_password=False)
    return Settings(url, tmp_path, CLOCK, 0, demo_password=PASSWORD)


SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""For what does not depend on the kind of database."""


@pytest.fixture
def load(engine: Engine, tmp_path: Path) -> Load:
    """Load a text or bytes as a file of a dataset: ``load("covid-daily", "area,date,…")``."""

    def run(dataset: str, content: str | bytes, name: str = "file.csv", received: datetime = CLOCK) -> LoadResult:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return ingest_file(engine, dataset, Delivery(path, received, CLOCK), reports=tmp_path / "reports")

    return run


@pytest.fixture(scope="session")
def city_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The whole simulated city with accounts, published; built once, and a copy for each process of the tests."""
    folder = tmp_path_factory.mktemp("city")
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return built_city(folder)
    shared = tmp_path_factory.getbasetemp().parent / "built"
    with (shared.parent / "built.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not shared.exists():
            making = shared.with_name("making")
            making.mkdir()
            built_city(making)
            making.rename(shared)
    copy_database(shared / "decor.sqlite", folder / "decor.sqlite")
    for name in ("sample", "public"):
        shutil.copytree(shared / name, folder / name, symlinks=True)
    return Settings(f"sqlite:///{folder / 'decor.sqlite'}", folder, None, 0)


def built_city(folder: Path) -> Settings:
    """Build the city into an empty folder through the real ingestion."""
    settings = Settings(f"sqlite:///{folder / 'decor.sqlite'}", folder, None, 0)
    engine = open_engine(settings.database_url)
    migrate(engine)
    build(engine, settings, lambda _step: None)
    compute_results(settings, {}, lambda _share, _step: None)
    publish(engine, settings)
    engine.dispose()
    services = open_services(settings)
    # Before any test sets up a screen of its own: the first ones are made only where there is none.
    services.wall.make_first()
    people = services.people
    with acting(replace(PROCESS, role=Role.ADMIN)):
        people.make_demo_accounts(PASSWORD)
        for name, area in OFFICERS.items():
            people.make_account(name, Role.OFFICER, area, PASSWORD)
    return settings


@pytest.fixture(scope="session")
def services(city_settings: Settings) -> Services:
    """The services over the whole city."""
    return open_services(city_settings)


@pytest.fixture(scope="session")
def service(services: Services) -> RoomService:
    """The room's service over the whole city."""
    return services.room


@pytest.fixture(scope="session")
def public(city_settings: Settings) -> PublicService:
    """The published product of the whole city."""
    return PublicService(city_settings.product_dir)


@pytest.fixture(scope="session")
def public_web(public: PublicService) -> Flask:
    """The public edition alone, as its own process has it."""
    return create_public_server(public)


@pytest.fixture(scope="session")
def web(city_settings: Settings, services: Services) -> Flask:
    """The whole application over the whole city, without a network."""
    return create_server(city_settings, services)


def signed_in(web: Flask, name: str) -> FlaskClient:
    """A client that has come in as one of the tests' accounts."""
    return routes.signed_in(web, name, PASSWORD)


@contextmanager
def running(settings: Settings, **more: str) -> Iterator[str]:
    """The production server over a city; ``more`` are settings of its environment."""
    port = free_port()
    environment = {
        **os.environ,
        "PORT": str(port),
        "DECOR_DATA_DIR": str(settings.data_dir),
        "DECOR_DATABASE_URL": settings.database_url,
        "DECOR_PUBLISH": "0",
        "DECOR_WORKER": "0",
        **more,
    }
    environment.pop("DECOR_CLOCK", None)
    command = [sys.executable, "-m", "server.serve", "app:server"]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as server:
        url = f"http://127.0.0.1:{port}"
        waiting_for(f"{url}/healthz")
        yield url
        server.terminate()


@contextmanager
def working(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """The worker over a city, as the server starts it."""
    environment = {
        **os.environ,
        "DECOR_DATA_DIR": str(settings.data_dir),
        "DECOR_DATABASE_URL": settings.database_url,
    }
    if settings.clock is not None:
        environment["DECOR_CLOCK"] = settings.clock.isoformat()
    with subprocess.Popen([sys.executable, "-m", "data.jobs"], cwd=ROOT, env=environment) as worker:
        yield worker
        worker.terminate()


@pytest.fixture(scope="session")
def base_url(city_settings: Settings) -> Iterator[str]:
    """The production server over the whole city."""
    with running(city_settings, DECOR_WORKER="1") as url:
        yield url
