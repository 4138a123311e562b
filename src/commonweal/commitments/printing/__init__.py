"""A document as a file to keep: a PDF that screen readers can read, plain text, JSON."""

from commonweal.commitments.printing.keeping import pdf_of_version
from commonweal.commitments.printing.making import Edition, edition_of, pdf
from commonweal.commitments.printing.plain import as_json, as_text

__all__ = ["Edition", "as_json", "as_text", "edition_of", "pdf", "pdf_of_version"]
