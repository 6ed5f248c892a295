"""PDF: accessible, the same octets each time, and deaf to whatever citizens wrote."""

from isegoria.core.pdf.render import PdfError, render_pdf

__all__ = ["PdfError", "render_pdf"]
