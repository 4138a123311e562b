"""The command line: each word goes to one app's management command."""

from __future__ import annotations

import argparse
import os
import signal
import sys

from commonweal.config.environment import BadSetting

# The word, the management command behind it, and what it is for.
WORDS: dict[str, tuple[str, str]] = {
    "import": ("import_source", "bring a file or folder of a source into the register"),
    "fetch": ("fetch_source", "download a source, resuming, and keep it dated"),
    "sources": ("list_sources", "the sources there are, and when each was last read"),
    "place": ("place", "set or show which areas this installation serves"),
    "search": ("search", "search the register"),
    "show": ("show", "show one organisation"),
    "area": ("area", "show an area, or every area a postcode lies in"),
    "demo": ("demo", "build the invented demonstration place"),
    "rehearse": ("rehearse", "replay a generated year of help, and say what became of it"),
    "start": ("start", "prepare everything, with a demonstration place if empty, and serve"),
    "serve": ("serve", "serve the site"),
    "worker": ("worker", "do the work that waits: imports, mail, nightly refresh"),
    "bounce": ("take_bounce", "take in one letter that came back, from standard input"),
    "admin": ("admin", "make somebody an administrator"),
    "second-opinion": ("second_opinion", "score doubtful pairs with Splink, where installed"),
    "commitments": ("commitments", "check days of consultations and notice by the date rules"),
    "export": ("export", "write organisations and services to files"),
    "export document": ("export_document", "write one strategy, Compact or call to a file"),
    "help verify-looks": ("verify_looks", "check the chain of who looked at whose record"),
    "help forget": ("forget_people", "forget what is due of people who were helped"),
    "help rotate-keys": ("rotate_help_keys", "change the keys that seal people's records"),
    "check": ("doctor", "check this installation's configuration"),
    "migrate": ("migrate", "prepare the database"),
}
# Sources that are not of the register: their word after ``import`` goes to another app's command.
SOURCES_ELSEWHERE: dict[str, tuple[str, str]] = {
    "democracy-club": ("import_candidates", "bring the candidates of an election in"),
}
EXPECTED = 2
INTERRUPTED = 130
# Words that Ctrl-C ends at once and without a word, as it would end any program. What they leave
# half done was written in no transaction that counts, and is gone on with the next time.
ENDED_AT_ONCE = ("start", "serve", "worker")


def usage() -> str:
    """What there is to say."""
    lines = [f"  {word:<17}{purpose}" for word, (_, purpose) in WORDS.items()]
    return "\n".join(["Usage: commonweal WORD ...", "", *lines, ""])


def main(arguments: list[str] | None = None) -> int:
    """Run the command that a word names. An expected failure is a sentence and exit status 2."""
    words = sys.argv[1:] if arguments is None else arguments
    if not words or split(words)[0] in {"-h", "--help", "help"}:
        print(usage())
        return 0
    if split(words)[0] not in WORDS:
        print(f"There is no word {words[0]!r}.\n\n{usage()}", file=sys.stderr)
        return EXPECTED
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.config.settings")
    if words[0] in ENDED_AT_ONCE:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        return run(words)
    except BadSetting as problem:
        print(problem, file=sys.stderr)
        return EXPECTED
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return INTERRUPTED


def split(words: list[str]) -> tuple[str, list[str]]:
    """The word, which may be two (``export document``), and what follows it."""
    many = 2 if " ".join(words[:2]) in WORDS else 1
    return " ".join(words[:many]), words[many:]


def command_of(word: str, arguments: list[str]) -> str:
    """The management command behind a word; of ``import``, by the source that is named first."""
    if word == "import" and arguments and arguments[0] in SOURCES_ELSEWHERE:
        return SOURCES_ELSEWHERE[arguments[0]][0]
    return WORDS[word][0]


def obey(word: str, arguments: list[str]) -> None:
    """Run the management command behind a word, with what follows the word."""
    from django.core.management import ManagementUtility, call_command, handle_default_options

    name = command_of(word, arguments)
    command = ManagementUtility(["commonweal", name]).fetch_command(name)
    command._called_from_command_line = True  # type: ignore[attr-defined]
    options = vars(command.create_parser("commonweal", word).parse_args(arguments))
    handle_default_options(argparse.Namespace(**options))
    if word == "migrate" and options["verbosity"] == 1:
        options["verbosity"] = 0  # a hundred and fifty lines of a library's own say nothing
    command.execute(*options.pop("args", ()), **options)
    if word == "migrate":
        call_command("needs")
        call_command("set_out_help")
        print("The database is ready.")


def run(words: list[str]) -> int:
    """Hand the words on to Django, and turn what is expected to go wrong into a sentence."""
    import django
    from django.core.exceptions import PermissionDenied
    from django.core.management import CommandError
    from django.db import OperationalError, ProgrammingError

    from commonweal.core.refused import Refused

    django.setup()
    try:
        obey(*split(words))
    except (Refused, CommandError, PermissionDenied) as problem:
        print(problem, file=sys.stderr)
        return EXPECTED
    except (OperationalError, ProgrammingError) as problem:
        print(f"The database could not be used: {problem}", file=sys.stderr)
        print("If it is new, run: commonweal migrate", file=sys.stderr)
        return EXPECTED
    return 0


if __name__ == "__main__":
    sys.exit(main())
