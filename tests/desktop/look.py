"""Look at a package in Anki's desktop program itself: import it there, step through its cards, take pictures.

Usage: `python tests/desktop/look.py [PACKAGE] [--pictures FOLDER] [--search tag:x] [--widths 400 1200]
[--modes day night]`. Anki runs on a virtual screen, with a base folder and a home of its own that are gone afterwards;
what stays is the environment that holds it (`--environment`, some 500 MB) and the pictures: front, back, and back with
its fold-outs open, of each card in each mode and width. Exits 1 when a page went sideways, lacked an image, could not
set a formula, complained in the console or wanted something from the network.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]
FIXTURE: Final = ROOT / "tests" / "anki" / "kinds"
SHIPPED: Final = ROOT / "content"
SCREEN: Final = "1600x6000x24"
"""Width, height, bits a pixel: whole cards fit, however long."""
PATIENCE: Final = 90
"""Seconds in which at least one picture must come; one takes about half a second, the start some five."""
PACKAGES: Final = (
    "xvfb libasound2 libegl1 libnss3 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 "
    "libxcb-shape0 libxcomposite1 libxdamage1 libxkbcommon-x11-0 libxkbfile1 libxrandr2 libxtst6"
)
PROBE: Final = "from aqt.qt import QApplication, QWebEngineView; QApplication(['probe']); QWebEngineView"


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def environment(folder: Path) -> Path:
    """Return the Python that has the desktop program of the `anki` that is installed here; set it up if need be."""
    python = folder / "bin" / "python"
    wanted = version("anki")
    stamp = folder / "anki-version"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        say(f"Installing Anki {wanted} with Qt into {folder} …")
        subprocess.run((sys.executable, "-m", "venv", "--clear", folder), check=True)
        pip = (python, "-m", "pip", "--quiet", "--disable-pip-version-check", "install")
        subprocess.run((*pip, f"aqt[qt]=={wanted}"), check=True)
        stamp.write_text(wanted, encoding="utf-8")
    return python


def lacking() -> str:
    """Return the sentence that tells what to install."""
    return (
        "Anki's window needs a virtual screen and Qt's system libraries, which are missing; install them with "
        f"`apt-get install --no-install-recommends {PACKAGES}` (Debian)."
    )


@contextmanager
def screen() -> Iterator[str]:
    """Yield the name of a virtual screen, which is there until the end of the block."""
    if shutil.which("Xvfb") is None:
        sys.exit(lacking())
    reading, writing = os.pipe()
    command = ("Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp")
    with subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as told:
                number = told.readline().strip()
            if not number:
                sys.exit("The virtual screen did not start.")
            yield f":{number}"
        finally:
            server.terminate()


def package_of(content: Path, folder: Path) -> Path:
    """Build the deck of *content* into *folder*, from a copy, and return the package."""
    copy = folder / "content"
    shutil.copytree(content, copy)
    command = (sys.executable, "-m", "builder", "anki", "--content", copy, "--dist", folder / "dist", "--no-locked")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        sys.exit(done.stderr)
    (package,) = (folder / "dist").glob("*.apkg")
    return package


def run(python: Path, order: dict[str, Any], folder: Path, display: str) -> dict[str, Any]:
    """Run Anki in *folder* until it has done what *order* asks for, and return its report."""
    base, home = folder / "base", folder / "home"
    (base / "addons21" / "stepper").mkdir(parents=True)
    shutil.copyfile(HERE / "stepper.py", base / "addons21" / "stepper" / "__init__.py")
    # Without a graphics card; any other choice asks in a dialog.
    (base / "gldriver6").write_text("software", encoding="utf-8")
    home.mkdir(mode=0o700)
    (folder / "order.json").write_text(json.dumps(order), encoding="utf-8")
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    own = {
        "DISPLAY": display,
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home),
        "TMPDIR": str(home),
        "QT_QPA_PLATFORM": "xcb",
        # Chromium refuses to run as root with it, and in most containers at all.
        "QTWEBENGINE_DISABLE_SANDBOX": "1",
        # Else a second Anki on this machine would hand its work to the first.
        "ANKI_SINGLE_INSTANCE_KEY": folder.name,
        "CARDPRESS_LOOK": str(folder / "order.json"),
    }
    probe = subprocess.run(
        (python, "-c", PROBE), env=kept | own, capture_output=True, encoding="utf-8", check=False, timeout=PATIENCE
    )
    if probe.returncode:
        sys.exit(f"{probe.stderr.strip()}\n\n{lacking()}")
    log = folder / "anki.log"
    with (
        log.open("w", encoding="utf-8") as out,
        subprocess.Popen(
            (python, HERE / "start.py", base), env=kept | own, stdout=out, stderr=out, start_new_session=True
        ) as anki,
    ):
        try:
            wait(anki, Path(order["pictures"]))
        finally:
            # Its helpers for the web, too.
            if anki.poll() is None:
                os.killpg(anki.pid, signal.SIGKILL)
    report = Path(order["pictures"], "report.json")
    if not report.exists():
        sys.exit(f"Anki left no report. It said:\n{log.read_text(encoding='utf-8', errors='replace')[-4000:]}")
    said: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return said


def wait(anki: subprocess.Popen[bytes], pictures: Path) -> None:
    """Wait until Anki has quit, or no picture has come for a while."""
    count, since = -1, time.monotonic()
    while anki.poll() is None:
        time.sleep(0.2)
        if (now := sum(1 for _ in pictures.glob("*.png"))) != count:
            count, since = now, time.monotonic()
        elif time.monotonic() - since > PATIENCE:
            say(f"No picture has come for {PATIENCE} s: Anki is stopped.")
            return


def findings(report: dict[str, Any]) -> Iterator[str]:
    """Yield a sentence for each thing that a learner would frown at."""
    if report["failure"]:
        yield report["failure"]
    if not report["cards"]:
        yield "No card was there to look at."
    for picture in report["pictures"]:
        if picture["sideways"] > 0:
            yield f"{picture['file']}: the page is {picture['sideways']} px wider than the window."
        for image in picture["broken"]:
            yield f"{picture['file']}: the image {image} is not shown."
        if picture["formulas"]:
            yield f"{picture['file']}: {picture['formulas']} formulas could not be set."
    messages = [
        *(f"{at}: {level}: {text} ({place})" for at, level, text, place in report["console"]),
        *(f"{at}: wanted {url} from outside." for at, url in report["requests"]),
        *(f"{at}: a dialog said: {text}" for at, text in report["dialogs"]),
    ]
    yield from dict.fromkeys(messages)


def main() -> None:
    """Read the arguments, look, print what was found, and say by the exit code whether anything was."""
    parser = argparse.ArgumentParser(description="Look at a package in Anki's desktop program.")
    parser.add_argument("package", type=Path, nargs="?", help="an .apkg; else the deck of every kind is built")
    parser.add_argument("--pictures", type=Path, help="folder for them; else they are only counted")
    parser.add_argument("--search", default="", help="cards to look at, in the words of Anki's browser")
    parser.add_argument("--widths", type=int, nargs="+", default=(400, 1200), metavar="PX")
    parser.add_argument("--modes", nargs="+", choices=("day", "night"), default=("day", "night"))
    parser.add_argument("--height", type=int, default=700, metavar="PX", help="of the reviewer's page, at least")
    parser.add_argument("--environment", type=Path, default=ROOT / ".venv-desktop", metavar="FOLDER")
    options = parser.parse_args()

    python = environment(options.environment.resolve())
    with TemporaryDirectory(prefix="cardpress-desktop-") as name, screen() as display:
        folder = Path(name)
        package = options.package or package_of(FIXTURE if FIXTURE.exists() else SHIPPED, folder)
        pictures = options.pictures or folder / "pictures"
        pictures.mkdir(parents=True, exist_ok=True)
        for old in (*pictures.glob("*.png"), *pictures.glob("report.json")):
            old.unlink()
        order = {
            "package": str(package.resolve()),
            "pictures": str(pictures.resolve()),
            "search": options.search,
            "widths": options.widths,
            "modes": options.modes,
            "height": options.height,
        }
        report = run(python, order, folder, display)
    found = list(findings(report))
    for finding in found:
        say(finding)
    say(f"{report['cards']} cards, {len(report['pictures'])} pictures, {len(found)} findings.")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
