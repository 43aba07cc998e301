"""Reads a learner's files with care and says what is in them; starts nothing, and trusts nothing.

tree          what is in the folder: links, odd files and sizes looked at before anything is opened
below         opens what is in it without following a link, whenever it was put there
archives      unpacks a submission that is one; inflating, members and unpacking are its parts
sources       the text of the files that matter
pysource      what a Python file imports, makes and runs, by its syntax
package_json  what a Node project declares
npm_scripts   a start script as a command
requirements  the lines of requirements.txt, pyproject.toml and Pipfile that may be installed
secrets       keys and passwords in a line; known_keys and placeholders are its parts
packages      well-known names, for the nearest one to a misspelled one
"""
