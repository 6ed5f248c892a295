"""``python -m isegoria``."""

from isegoria.cli import main

raise SystemExit(main())
