"""One page for all who come without a cookie, made at most once a second by all processes together.

A crowd that reads the same pages is served from memory; somebody with a cookie, a token or a form never
is. What may be kept is what :class:`~isegoria.core.ui.middleware.PlainResponsesMiddleware` found to be
nobody's in particular (``Cache-Control: no-cache``) and sets no cookie.

A page is dated from the *beginning* of its making and lives nine tenths of a second, so whatever opened,
closed or was hidden is seen by everybody within one second of its time, in the totals too, on every process,
without any message between them.
"""

from isegoria.core.shared_pages.application import SharedPages

__all__ = ["SharedPages"]
