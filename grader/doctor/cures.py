"""How a program that is missing is installed, by system; and where to look for all others."""

from __future__ import annotations

import platform

DEBIAN = "(Debian, Ubuntu)"
COMMANDS = {
    "docker": {
        "Linux": f"sudo apt install docker.io {DEBIAN}, then sudo usermod -aG docker $USER, and log in again",
        "Darwin": "brew install --cask docker, and start Docker Desktop once",
        "Windows": "winget install Docker.DockerDesktop, with WSL 2, and start it once",
    },
    "git": {
        "Linux": f"sudo apt install git {DEBIAN}",
        "Darwin": "xcode-select --install",
        "Windows": "winget install Git.Git",
    },
    "node": {
        "Linux": f"sudo apt install nodejs npm {DEBIAN}",
        "Darwin": "brew install node",
        "Windows": "winget install OpenJS.NodeJS.LTS",
    },
    "python3": {
        "Linux": f"sudo apt install python3 python3-venv {DEBIAN}",
        "Darwin": "brew install python",
        "Windows": "winget install Python.Python.3.12",
    },
    "sqlite3": {
        "Linux": f"sudo apt install sqlite3 {DEBIAN}",
        "Darwin": "it comes with macOS: xcode-select --install",
        "Windows": "winget install SQLite.SQLite",
    },
    "a browser": {
        "Linux": f"sudo apt install chromium {DEBIAN}",
        "Darwin": "brew install --cask chromium",
        "Windows": "winget install Google.Chrome",
    },
}
SITES = {
    "docker": "https://docs.docker.com/get-docker/",
    "git": "https://git-scm.com/downloads",
    "node": "https://nodejs.org (18 or newer)",
    "python3": "https://www.python.org/downloads/",
    "sqlite3": "https://sqlite.org/download.html",
    "a browser": "https://www.google.com/chrome",
}


def install(program: str) -> str:
    """A sentence with the command of this system, if one is known, and a page for every system."""
    command = COMMANDS[program].get(platform.system())
    return f"Install it: {command}; or {SITES[program]}" if command else f"Install it: {SITES[program]}"
