"""What the command line's library says by itself (usage, option errors, help), in French."""

from __future__ import annotations

from importlib import import_module

_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "types")

_SAID = {
    "Usage:": "Emploi :",
    "Options": "Options",
    "Commands": "Commandes",
    "Positional arguments": "Arguments",
    "default: {default}": "par défaut : {default}",
    "Show the version and exit.": "Afficher la version.",
    "Show this message and exit.": "Afficher cette aide.",
    "%(prog)s, version %(version)s": "%(prog)s, version %(version)s",
    "Error: {message}": "Erreur : {message}",
    "Aborted!": "Abandon.",
    "Try '{command} {option}' for help.": "Aide : {command} {option}",
    "Invalid value: {message}": "valeur refusée : {message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} : {message}",
    "Missing argument": "Il manque l’argument",
    "Missing option": "Il manque l’option",
    "Missing parameter": "Il manque le paramètre",
    "Missing {param_type}": "Il manque : {param_type}",
    "Missing parameter: {param_name}": "Il manque le paramètre {param_name}",
    "Missing command.": "Il manque une commande.",
    "No such option {name!r}.": "L’option {name} n’existe pas.",
    "No such command {name!r}.": "La commande « {name} » n’existe pas.",
    "Did you mean {possibility}?": "Vouliez-vous dire {possibility} ?",
    "(Did you mean one of: {possibilities}?)": "(Vouliez-vous dire : {possibilities} ?)",
    "Could not open file {filename!r}: {message}": "« {filename} » ne s’ouvre pas : {message}",
    "unknown error": "erreur inconnue",
    "Choose from:\n\t{choices}": "Choisissez parmi :\n\t{choices}",
    "{value!r} is not {choice}.": "« {value} » n’est pas {choice}.",
    "{value!r} is not one of {choices}.": "« {value} » ne convient pas ; choisissez : {choices}.",
    "{value!r} is not a valid {number_type}.": "« {value} » n’est pas un nombre qui convient.",
    "{value} is not in the range {range}.": "{value} est hors de l’intervalle {range}.",
    "file": "fichier",
    "directory": "dossier",
    "path": "chemin",
    "{name} {filename!r} does not exist.": "{name} « {filename} » n’existe pas.",
    "{name} {filename!r} is a file.": "« {filename} » est un fichier ; il faut un dossier.",
    "{name} {filename!r} is a directory.": "« {filename} » est un dossier ; il faut un fichier.",
    "{name} {filename!r} is not readable.": "{name} « {filename} » ne se laisse pas lire.",
    "{name} {filename!r} is not writable.": "{name} « {filename} » ne se laisse pas écrire.",
    "Argument {name!r} takes {nargs} values.": "L’argument {name} prend {nargs} valeurs.",
    "Option {name!r} does not take a value.": "L’option {name} ne prend pas de valeur.",
    "Option {name!r} requires an argument.": "L’option {name} demande une valeur.",
    "Option {name!r} requires {nargs} arguments.": "L’option {name} demande {nargs} valeurs.",
    "Got unexpected extra argument ({args})": "Argument de trop : {args}",
    "Got unexpected extra arguments ({args})": "Arguments de trop : {args}",
}


def speak_french() -> None:
    """Have Click take its sentences from here; what is not listed stays in English."""
    for name in _MODULES:
        module = import_module(f"click.{name}")
        for attribute, said in (("_", _said), ("ngettext", _counted)):
            if hasattr(module, attribute):
                setattr(module, attribute, said)


def _said(text: str) -> str:
    return _SAID.get(text, text)


def _counted(one: str, many: str, count: int) -> str:
    return _said(one if abs(count) < 2 else many)
