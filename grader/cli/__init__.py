"""The commands: click only. Parse, call, print, exit; whatever takes long to import is imported where it is used."""
