#!/usr/bin/env python3
"""Start the product, or test it, from a fresh clone, with nothing but Python.

    python3 start.py [--host H] [--port N]   prepare, then run the product with its demonstration data
    python3 start.py setup                   prepare only
    python3 start.py test [--quick] [...]    prepare for tests, then run the whole suite; further words go to pytest

Preparing makes .venv, installs the locked packages, fetches the design-system files and builds them. It is done once:
the second time each step sees that it has nothing to do. Standard library only, and this file stays readable by an old
Python, so that an old Python can say what is wrong.

Over 300 lines: it must run before anything is installed, so it is one file.
"""

import argparse
import contextlib
import ctypes
import glob
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENV = ROOT / ".venv"
PYTHON = ENV / "bin" / "python"
VAR = ROOT / "var"
OLDEST = (3, 11)
OLDEST_NODE = 18
MAC = sys.platform == "darwin"
MAC_LIBRARIES = ("/opt/homebrew/lib", "/usr/local/lib")


def stop(sentence):
    """End here, with a sentence that says what to do."""
    sys.exit("\n" + sentence)


def say(sentence):
    print(sentence, flush=True)


# -- what the machine must have -----------------------------------------------------------------------------------


class Need:
    """One thing the machine has or lacks, and what to ask apt or brew for."""

    def __init__(self, what, there, apt, brew="", essential=True):
        self.what, self.there, self.apt, self.brew, self.essential = what, there, apt, brew, essential


def library(linux, mac):
    """Answer a question: can this shared library be loaded?"""

    def there():
        if MAC:
            return any(glob.glob(os.path.join(place, mac)) for place in MAC_LIBRARIES)
        try:
            ctypes.CDLL(linux)
        except OSError:
            return False
        return True

    return there


def fonts():
    places = ("/usr/share/fonts", "/usr/local/share/fonts", os.path.expanduser("~/.local/share/fonts"))
    return MAC or any(glob.glob(os.path.join(p, "**", "LiberationSans-Regular.*"), recursive=True) for p in places)


def can_make_environments():
    return PYTHON.exists() or (importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"))


def needs(mode):
    """Answer what is needed: for running (or the quick tests), and on top of it for the full tests."""
    wanted = [
        Need("Python's venv", can_make_environments, "python3-venv", "python"),
        Need(
            "Pango (for PDFs)",
            library("libpangoft2-1.0.so.0", "libpangoft2-1.0*.dylib"),
            "libpangoft2-1.0-0",
            "pango",
            essential=False,
        ),
        Need(
            "HarfBuzz subset (for PDFs)",
            library("libharfbuzz-subset.so.0", "libharfbuzz-subset*.dylib"),
            "libharfbuzz-subset0",
            "harfbuzz",
            essential=False,
        ),
        Need("Liberation fonts (for PDFs)", fonts, "fonts-liberation", essential=False),
    ]
    if mode == "full":
        sys.path.insert(0, str(ROOT))
        from tests import services

        wanted += [
            Need("Chromium", services.chromium_program, "chromium", "--cask chromium"),
            Need("PostgreSQL", services.postgres_within_reach, "postgresql", "postgresql@17"),
            Need("Redis", services.redis_within_reach, "redis-server", "redis"),
            Need("pdftotext", lambda: shutil.which("pdftotext"), "poppler-utils", "poppler"),
            Need("qpdf", lambda: shutil.which("qpdf"), "qpdf", "qpdf"),
        ]
        for need in wanted:
            need.essential = True
    return wanted


def have_system_packages(mode):
    """The machine has what it must have; as root on Debian or Ubuntu it is installed, elsewhere the one line is printed."""
    missing = [need for need in needs(mode) if not need.there()]
    if not missing:
        return
    names = ", ".join(need.what for need in missing)
    packages = [need.apt for need in missing]
    if MAC:
        line = "brew install " + " ".join(sorted({need.brew for need in missing if need.brew}))
    elif shutil.which("apt-get"):
        if os.geteuid() == 0:
            say(f"This machine lacks {names}. Installing with apt: {' '.join(packages)}")
            apt_install(packages)
            missing = [need for need in missing if not need.there()]
            names = ", ".join(need.what for need in missing)
        line = "sudo apt-get install -y --no-install-recommends " + " ".join(packages)
    else:
        line = "install (Debian's names): " + " ".join(packages)
    if any(need.essential for need in missing):
        stop(f"This machine still lacks {names}. Run this, then start again:\n    {line}")
    if missing:
        say(f"This machine lacks {names}: everything works but PDFs. To have them:\n    {line}")


def apt_install(packages):
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    quiet = {"env": environment, "stdout": subprocess.DEVNULL}
    if subprocess.call(install, stderr=subprocess.DEVNULL, **quiet):
        # Most often the package lists are missing or old; what goes wrong after fetching them is worth reading.
        subprocess.call(["apt-get", "update", "-qq"], **quiet)
        subprocess.call(install, **quiet)


def newer_python():
    """Carry on under a newer Python if there is one; else say which is needed."""
    for minor in range(20, OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found and subprocess.call([found, "-c", "import ensurepip, venv"], stderr=subprocess.DEVNULL) == 0:
            os.execv(found, [found, os.path.abspath(__file__), *sys.argv[1:]])
    how = "brew install python" if MAC else "sudo apt-get install -y python3.11 python3.11-venv"
    stop(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Install one ({how}), then start again.")


# -- what the clone must have -------------------------------------------------------------------------------------


def digest(*paths):
    """Answer one fingerprint of these files and of the Python that installs them."""
    content = b"".join(path.read_bytes() for path in paths) + sys.version.encode()
    return hashlib.sha256(content).hexdigest()


def have_environment():
    """.venv exists and its Python runs, with pip."""
    works = [str(PYTHON), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    with contextlib.suppress(OSError):
        if subprocess.call(works, stderr=subprocess.DEVNULL) == 0:
            return
    say("Making .venv")
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(ENV)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if made.returncode:
        stop(f"Python could not make .venv:\n{made.stdout.strip()}")


def have_packages(lock, *, also=()):
    """The packages of this lock file are installed, each checked against its hash."""
    stamp, wanted = ENV / (".installed-" + lock.stem), digest(lock)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say(f"Installing the Python packages of {lock.name} (first time only)")
    if subprocess.call([str(PYTHON), "-m", "pip", "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        subprocess.check_call([str(PYTHON), "-m", "ensurepip"], stdout=subprocess.DEVNULL)
    # Errors only: what a machine's own index settings make pip remark on is not about this project.
    quietly = ["-qq", "--disable-pip-version-check", "--require-hashes"]
    install = [str(PYTHON), "-m", "pip", "install", *quietly, "-r", str(lock)]
    if subprocess.call(install):
        stop(f"pip could not install {lock.name}; its own words are above. Is the package index within reach?")
    for done in (lock, *also):
        (ENV / (".installed-" + done.stem)).write_text(digest(done))


def npm():
    """Answer how to run npm: the machine's if its Node.js is new enough, else one from a Python package."""
    with contextlib.suppress(OSError, subprocess.CalledProcessError, ValueError):
        version = subprocess.check_output(["node", "--version"], text=True)
        if shutil.which("npm") and int(version.strip().lstrip("v").split(".")[0]) >= OLDEST_NODE:
            return "npm"
    have_packages(ROOT / "requirements-node.txt")
    return str(ENV / "bin" / "npm")


def have_design_system():
    """node_modules holds exactly what package-lock.json says."""
    modules, lock = ROOT / "node_modules", ROOT / "package-lock.json"
    stamp, wanted = modules / ".installed-from", hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    program = npm()
    say("Fetching the design-system files (first time only)")
    environment = dict(os.environ)
    if program != "npm":
        environment["PATH"] = os.pathsep.join([str(ENV / "bin"), os.environ.get("PATH", os.defpath)])
    if subprocess.call(
        [program, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=str(ROOT),
        env=environment,
        stdout=subprocess.DEVNULL,
    ):
        stop("npm could not fetch the design-system files; its own words are above. Is the npm registry within reach?")
    stamp.write_text(wanted)


def prepare(mode):
    """Everything the mode needs is installed. Two preparations at once wait for each other."""
    have_system_packages(mode)
    VAR.mkdir(exist_ok=True)
    with (VAR / ".preparing").open("w") as lock:
        wait_for(lock)
        have_environment()
        if mode == "run":
            have_packages(ROOT / "requirements.txt")
        else:
            have_packages(ROOT / "requirements-dev.txt", also=[ROOT / "requirements.txt"])
        have_design_system()


def build_assets():
    """The design-system files are fit to serve. (`manage.py demo` does this itself.)"""
    if subprocess.call([str(PYTHON), "manage.py", "build_assets"], cwd=str(ROOT)):
        stop("The design-system files could not be built; the reason is above.")


def wait_for(lock):
    import fcntl

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        say("Another start.py is preparing this folder; waiting for it")
        fcntl.flock(lock, fcntl.LOCK_EX)


def become(*command):
    """Carry on as another program: signals and exit status are then its own."""
    sys.stdout.flush()
    os.execv(str(PYTHON), [str(PYTHON), *command])


def environment():
    """Set what only this way of starting needs; whatever is already set stays."""
    os.chdir(str(ROOT))
    os.environ.setdefault("DEMO", "1")
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    if MAC:
        # WeasyPrint looks for Pango by name; a Python that is not Homebrew's does not look where brew puts it.
        os.environ.setdefault("DYLD_FALLBACK_LIBRARY_PATH", ":".join(MAC_LIBRARIES))


def arguments():
    reader = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    reader.add_argument("what", nargs="?", choices=["run", "setup", "test"], default="run", help=argparse.SUPPRESS)
    reader.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    reader.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")
    reader.add_argument("--quick", action="store_true", help="test on SQLite only: no services, no browser")
    given, rest = reader.parse_known_args()
    if rest and given.what != "test":
        reader.error("unknown: " + " ".join(rest))
    return given, rest


def main():
    given, rest = arguments()
    if os.name == "nt":
        stop("Windows is not supported: use the Windows Subsystem for Linux and start again there.")
    if sys.version_info < OLDEST:
        newer_python()
    environment()
    if given.what == "test":
        prepare("quick" if given.quick else "full")
        build_assets()
        become("-m", "tests.suite", *(["--quick"] if given.quick else []), *rest)
    prepare("run")
    if given.what == "setup":
        build_assets()
        say("Everything is installed. Start with: python3 start.py")
        return
    become("manage.py", "demo", "--host", given.host, "--port", str(given.port))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
