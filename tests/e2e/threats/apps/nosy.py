"""Fails at its start, with a trace that names every folder on the way."""

import email
import pathlib


def deeper():
    print(pathlib.__file__, email.__file__, pathlib.Path(__file__).resolve(), pathlib.Path.cwd(), flush=True)
    raise RuntimeError(f"could not read {pathlib.Path.cwd() / 'settings.json'}")


deeper()
