"""The command line: arguments in, exit status out (0 fine, 1 problems in the data, 2 wrong usage)."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from functools import partial
from io import TextIOWrapper
from pathlib import Path

from . import urls
from .archive.accept import Told, accept_transcripts
from .archive.build import build_cast, check_archive
from .archive.intake import plan_intake, write_intake
from .archive.intake_report import render_report
from .archive.sources import is_slug, list_drafts
from .data.characters import decode_source
from .data.definitions import EntitiesFile, Record, parse_day
from .data.schema import write_schemas
from .data.yamlfile import load_yaml
from .problems import LineProblem, Problem, explain_fault, order_problems
from .site.build import build_site
from .site.engine import list_unsaid
from .site.pipeline import list_unset, sync_pages
from .site.pool import Crew, CrewError
from .site.processes import spare_memory
from .site.serve import serve
from .site.source import write_source
from .site.starter import find_fault, name_site, tell_next, write_project
from .site.unchanged import knowing_for
from .text.formats.encoding import is_encoding
from .text.formats.reading import ENDINGS
from .text.parse import parse_transcript
from .text.turns import ParsedTranscript, Turn

FINE, PROBLEMS, USAGE = 0, 1, 2
#: As shells tell that somebody pressed Ctrl-C.
STOPPED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; the exit status."""
    parser = _build_parser()
    options = parser.parse_args(arguments)
    if options.command is None:
        parser.print_help()
        return USAGE
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # No terminal is too plain to be told what is wrong.
            stream.reconfigure(errors="backslashreplace")
    spare_memory()
    try:
        return int(options.run(options))
    except _UsageError as error:
        print(f"ontherecord: {error}", file=sys.stderr)
        return USAGE
    except CrewError as error:
        print(f"ontherecord: {error}. Nothing was written.", file=sys.stderr)
        return PROBLEMS
    except KeyboardInterrupt:
        print("\nontherecord: stopped; what it had not finished is as it was.", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:  # Who reads the output has seen enough of it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PROBLEMS
    except OSError as error:
        print(explain_fault(error, (options.root or find_root(Path.cwd()) or Path.cwd()).resolve()))
        return PROBLEMS


class _UsageError(Exception):
    """The command was called wrongly; the message says how to call it."""


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ontherecord",
        description="Turns the transcripts in data/ into a site of permanent, citable passages.",
        epilog="Exit status: 0 fine, 1 problems in the data, 2 wrong usage.",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    build = _add(commands, "build", _build, "write the site, search index included, to site/")
    build.add_argument("--site-dir", type=Path, help="write the site there instead")
    others = "have a Dask cluster make the files, e.g. tcp://10.0.0.5:8786 (see PUBLISHING.md)"
    build.add_argument("--scheduler", metavar="ADDRESS", help=others)
    live = _add(commands, "serve", _serve, "the same, live in the browser: edits show as they are saved")
    live.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    live.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
    live.add_argument("--open", action="store_true", help="open the site in the browser")
    live.add_argument("--traceback", action="store_true", help="of a mistake in the program, show all")
    _add(commands, "check", _check, "only load and check the data; print every problem")
    parse = _add(commands, "parse", _parse, "print a transcript's turns as JSON")
    parse.add_argument("file", type=Path, help="the transcript's text")
    add = _add(commands, "add", _add_transcript, "make a draft of a transcript from a file that you have")
    add.add_argument("file", type=Path, help=f"the transcript: {' '.join(ENDINGS)}")
    add.add_argument("--slug", type=_read_slug, help="its folder's name and address (default: proposed)")
    add.add_argument("--date", type=_read_day, help="the day of the event, YYYY-MM-DD (default: the text's)")
    add.add_argument("--encoding", type=_read_encoding, help="the file's encoding, where it is unsure")
    add.add_argument("--dry-run", action="store_true", help="only say what would be written")
    accept = _add(
        commands, "accept", _accept, "give new passages their permanent anchors, and keep the old ones"
    )
    accept.add_argument("slug", nargs="*", help="the transcript's folder name (default: all)")
    accept.add_argument("--dry-run", action="store_true", help="only show what would change")
    keep = "the passage on that line of transcript.txt has the anchor"
    accept.add_argument("--keep", type=_read_keep, action="append", default=[], metavar="A=LINE", help=keep)
    same = "the passage that would be numbered B anew is A"
    accept.add_argument("--same", type=_read_same, action="append", default=[], metavar="A=B", help=same)
    accept.add_argument("--yes", action="store_true", help="go on where passages are removed or in doubt")
    day = "the day of the correction, YYYY-MM-DD (default: today)"
    accept.add_argument("--date", type=_read_day, default=None, help=day)
    pages = _add(commands, "pages", _pages, "write the complete page source, for any Markdown site engine")
    pages.add_argument(
        "folder", type=Path, metavar="DIR", help="a new or empty folder, or one written before"
    )
    begin = _add(commands, "init", _init, "a project of your own, without a transcript")
    begin.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder")
    begin.add_argument("--name", help="what the site is called (default: as the folder)")
    language = "that of the site's own words (default: en)"
    begin.add_argument("--language", default="en", metavar="TAG", help=language)
    _add(commands, "schema", _schema, "write the JSON Schemas of the data files to data/schemas/")
    return parser


def _read_keep(text: str) -> tuple[str, int]:
    found = re.fullmatch(rf"({urls.ANCHOR})=([1-9][0-9]*)", text)
    if not found:
        raise argparse.ArgumentTypeError(f"'{text}': write an anchor and a line, as in p22=140")
    return found[1], int(found[found.lastindex or 0])


def _read_same(text: str) -> tuple[str, str]:
    anchors = text.split("=")
    if len(anchors) != 2 or not all(re.fullmatch(urls.ANCHOR, anchor) for anchor in anchors):
        raise argparse.ArgumentTypeError(f"'{text}': write two anchors, as in p10=p10a")
    return anchors[0], anchors[1]


def _read_day(text: str) -> date:
    try:
        return parse_day(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no day: write one as YYYY-MM-DD") from None


def _read_slug(text: str) -> str:
    if not is_slug(text):
        raise argparse.ArgumentTypeError(
            f"'{text}' is no slug: small letters, digits and single hyphens only"
        )
    return text


def _read_encoding(text: str) -> str:
    if not is_encoding(text):
        raise argparse.ArgumentTypeError(f"'{text}' is no encoding that is known, such as cp1252 or utf-16")
    return text


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    text: str,
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    if name != "init":
        root = "the project's folder (default: found from here upwards)"
        command.add_argument("--root", type=Path, help=root)
    command.set_defaults(run=run)
    return command


def find_root(start: Path, upwards: bool = True) -> Path | None:
    """The nearest folder, from `start` upwards, that holds mkdocs.yml and data/; or `start` alone."""
    for folder in (start, *(start.parents if upwards else ())):
        if (folder / "mkdocs.yml").is_file() and (folder / "data").is_dir():
            return folder
    return None


def _root(options: argparse.Namespace) -> Path:
    given: Path | None = options.root
    root = find_root(given.resolve(), upwards=False) if given else find_root(Path.cwd())
    if root is None:
        raise _UsageError(
            f"no project (mkdocs.yml beside data/) at {given or 'this folder'}; give --root DIR"
        )
    return root


def _report(problems: Iterable[Problem]) -> int:
    """Prints every problem, one a line; the exit status."""
    found = order_problems(problems)
    for problem in found:
        print(problem)
    if found:
        print(f"{len(found)} problem{'s' if len(found) > 1 else ''}. Nothing was written.", file=sys.stderr)
    return PROBLEMS if found else FINE


def _build(options: argparse.Namespace) -> int:
    root = _root(options)
    with _find_crew(options.scheduler) as crew:
        status = _report(build_site(root, options.site_dir, sync=partial(sync_pages, crew=crew)))
    for line in list_unsaid(root) if status == FINE else ():
        print(line, file=sys.stderr)
    for line in list_unset(root) if status == FINE else ():
        print(line, file=sys.stderr)
    for slug in list_drafts(root):
        print(f"Left out: {slug} is a draft. 'ontherecord check' says what is yet to do.", file=sys.stderr)
    return status


def _find_crew(scheduler: str | None) -> AbstractContextManager[Crew | None]:
    """Who makes the files, if not this machine: the workers of a scheduler."""
    if scheduler is None:
        return nullcontext()
    try:
        from .site.cluster import join_cluster
    except ModuleNotFoundError:
        raise _UsageError(
            "--scheduler needs what is not installed here: pip install 'ontherecord[cluster]'"
        ) from None
    return join_cluster(scheduler)


def _serve(options: argparse.Namespace) -> int:
    root = _root(options)
    print("Here are no PDFs, so that an edit shows at once: 'make build' makes them.", flush=True)
    return serve(
        root,
        sync=partial(sync_pages, drafts=True, pdf=False),
        host=options.host,
        port=options.port,
        open_browser=options.open,
        tracebacks=options.traceback,
    )


def _pages(options: argparse.Namespace) -> int:
    return _report(write_source(_root(options), options.folder))


def _check(options: argparse.Namespace) -> int:
    root = _root(options)
    checked = check_archive(root)
    archive, problems = checked.archive, checked.problems
    status = _report(problems)
    if checked.to_do:
        print("To do in drafts, the first first:")
        for item in checked.to_do:
            print(f"  {item}")
    if still := (*checked.warnings, *(list_unsaid(root) if archive else ())):
        print("To do, and no reason not to build:")
        print(*(f"  {item}" for item in still), sep="\n")
    if archive and not problems:
        passages = sum(len(transcript.passages) for transcript in archive.transcripts)
        print(f"No problems: transcripts {len(archive.transcripts)}, passages {passages}.", file=sys.stderr)
    return status


def _add_transcript(options: argparse.Namespace) -> int:
    path: Path = options.file
    if not path.is_file():
        raise _UsageError(f"no such file: {path}")
    root = _root(options)
    intake, problems = plan_intake(root, path, slug=options.slug, day=options.date, encoding=options.encoding)
    if intake is None:
        return _report(problems)
    if not options.dry_run:
        write_intake(root, intake)
    print("\n".join(render_report(intake, path.name, options.dry_run)))
    return FINE


def _accept(options: argparse.Namespace) -> int:
    day = options.date or date.today()
    told = Told(tuple(options.keep), tuple(options.same)) if options.keep or options.same else None
    root = _root(options)
    with knowing_for(root):  # What a build has read of the other transcripts need not be read again.
        lines, problems = accept_transcripts(
            root, options.slug, day, told=told, dry_run=options.dry_run, yes=options.yes
        )
    for line in lines:
        print(line)
    return _report(problems)


def _init(options: argparse.Namespace) -> int:
    folder: Path = options.folder
    if fault := find_fault(folder, options.language):
        raise _UsageError(fault)
    write_project(folder, options.name or name_site(folder), options.language)
    print("\n".join(tell_next(folder, options.language)))
    return FINE


def _schema(options: argparse.Namespace) -> int:
    for path in write_schemas(_root(options)):
        print(f"written: {path.name}")
    return FINE


def _parse(options: argparse.Namespace) -> int:
    path: Path = options.file
    if not path.is_file():
        raise _UsageError(f"no such file: {path}")
    root = find_root(options.root or Path.cwd()) or find_root(path.resolve().parent)
    parsed, slips = _parse_file(path, root)
    problems = [{"path": slip.path, "line": slip.line, "message": slip.message} for slip in slips]
    result = {
        "title": parsed.title if parsed else "",
        "date": parsed.date.isoformat() if parsed and parsed.date else None,
        "front": [piece.text for piece in parsed.front] if parsed else [],
        "turns": [_turn_as_json(turn) for turn in parsed.turns] if parsed else [],
        "problems": problems,
    }
    has_all_letters = sys.stdout.encoding.lower().startswith("utf")
    print(json.dumps(result, ensure_ascii=not has_all_letters, indent=2))
    return PROBLEMS if problems else FINE


def _parse_file(path: Path, root: Path | None) -> tuple[ParsedTranscript | None, tuple[Problem, ...]]:
    """What a file holds: by the record beside it if there is one, else by the shape of its labels."""
    text, slips = decode_source(path.read_bytes())
    if text is None:
        return None, _place(path, slips)
    own = path.with_name("record.yml")
    record, found = load_yaml(own, str(own), Record) if own.is_file() else (None, [])
    known, unknown = (
        load_yaml(root / "data/entities.yml", "data/entities.yml", EntitiesFile) if root else (None, [])
    )
    cast = build_cast(record.value if record else None, known.value.entities if known else ())
    given = record is not None
    parsed, more = parse_transcript(text, cast, titled=given, dated=given)
    return parsed, (*found, *unknown, *_place(path, (*slips, *more)))


def _place(path: Path, slips: Iterable[LineProblem]) -> tuple[Problem, ...]:
    return tuple(Problem(str(path), slip.line, slip.message) for slip in slips)


def _turn_as_json(turn: Turn) -> dict[str, object]:
    entry: dict[str, object] = {
        "speaker": turn.speaker,
        "kind": turn.kind.value,
        "label": turn.printed,
        "label_note": turn.label_note,
        "addressed_to": turn.addressed_to,
        "paragraphs": [paragraph.text for paragraph in turn.paragraphs],
    }
    return entry | {"continues": True} if turn.continues else entry
