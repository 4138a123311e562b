"""Structured text: what is written with a little Markdown, as blocks that pages and print share.

Emphasis, strong words, links, lists and paragraphs; nothing else means anything, and no HTML does.
Pure: no Django. The syntax is CommonMark's (spec 0.31), read by markdown-it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_READER = MarkdownIt("zero").enable(["emphasis", "link", "list", "escape", "newline"])
SAFE = ("http://", "https://", "mailto:", "/")


def leads_where_it_says(address: str) -> bool:
    """Whether a link may lead there: elsewhere by its whole address, or to a page of ours.

    What begins with two strokes looks like a page of ours, and browsers take it for another site.
    """
    return address.lower().startswith(SAFE) and not address.startswith(("//", "/\\", "/%5C"))


@dataclass(frozen=True)
class Run:
    """A stretch of words with one look; ``address`` where it leads somewhere."""

    text: str
    strong: bool = False
    emphasis: bool = False
    address: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph, or a list (``bullets`` or ``numbers``) of items that are blocks again."""

    kind: str
    runs: tuple[Run, ...] = ()
    items: tuple[tuple[Block, ...], ...] = field(default=())


def blocks(text: str) -> tuple[Block, ...]:
    """What a text consists of, in order."""
    tree = SyntaxTreeNode(_READER.parse(text))
    return tuple(_blocks(tree.children))


def _blocks(nodes: list[SyntaxTreeNode]) -> Iterator[Block]:
    for node in nodes:
        if node.type == "paragraph":
            runs = tuple(r for child in node.children for r in _runs(child))
            if any(run.text.strip() for run in runs):
                yield Block("paragraph", runs=runs)
        elif node.type in ("bullet_list", "ordered_list"):
            items = tuple(tuple(_blocks(item.children)) for item in node.children)
            yield Block("bullets" if node.type == "bullet_list" else "numbers", items=items)


def _runs(
    node: SyntaxTreeNode, strong: bool = False, emphasis: bool = False, address: str = ""
) -> Iterator[Run]:
    if node.type in ("softbreak", "hardbreak"):
        yield Run("\n" if node.type == "hardbreak" else " ", strong, emphasis, address)
    elif node.type in ("text", "text_special"):
        yield Run(node.content, strong, emphasis, address)
    else:
        if node.type == "link":
            asked = str(node.attrs.get("href", ""))
            address = asked if leads_where_it_says(asked) else ""
        for child in node.children:
            yield from _runs(
                child, strong or node.type == "strong", emphasis or node.type == "em", address
            )


def as_html(text: str) -> str:
    """The text as HTML; everything that could be HTML in it is escaped."""
    return "".join(_html(block) for block in blocks(text))


def _html(block: Block) -> str:
    if block.kind == "paragraph":
        return f"<p>{''.join(_html_run(run) for run in block.runs)}</p>"
    tag = "ul" if block.kind == "bullets" else "ol"
    items = "".join(f"<li>{''.join(_html(b) for b in item)}</li>" for item in block.items)
    return f"<{tag}>{items}</{tag}>"


def _html_run(run: Run) -> str:
    said = escape(run.text).replace("\n", "<br>")
    said = f"<em>{said}</em>" if run.emphasis else said
    said = f"<strong>{said}</strong>" if run.strong else said
    return f'<a href="{escape(run.address)}">{said}</a>' if run.address else said


def as_plain(text: str, indent: str = "") -> str:
    """The text as anybody can read it in a letter: lists with dashes, links written out."""
    return "\n\n".join(_plain(block, indent) for block in blocks(text))


def _plain(block: Block, indent: str) -> str:
    if block.kind == "paragraph":
        return indent + "".join(
            f"{run.text} ({run.address})" if run.address else run.text for run in block.runs
        )
    marks = (f"{n}. " if block.kind == "numbers" else "- " for n in range(1, len(block.items) + 1))
    return "\n".join(
        indent + mark + "\n\n".join(_plain(b, indent + "  ") for b in item).strip()
        for mark, item in zip(marks, block.items, strict=True)
    )
