"""The drawings of the interface: 24 × 24 strokes, drawn for it. Each stands beside words, never alone."""

ICONS: dict[str, str] = {
    "arrow-left": "M19 12H5m6-6-6 6 6 6",
    "arrow-right": "M5 12h14m-6-6 6 6-6 6",
    "calendar": "M4 6h16v14H4zM4 10h16M8 3v5m8-5v5",
    "check": "m5 12.5 4.5 4.5L19 7.5",
    "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 4.5V12l3 2",
    "close": "M6 6l12 12M18 6 6 18",
    "document": "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6m-6 4h6",
    "download": "M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 20h14",
    "info": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 8v5.5m0-9.2v.2",
    "language": "M4 6h10M9 4v2m3 0c-1 4-4 7-8 8m2-5c1 2.5 3.5 4.5 6 5m1 6 4-10 4 10m-6.8-3h5.6",
    "people": (
        "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zm-6.5 9a6.5 6.5 0 0 1 13 0"
        "M16 4.5a3.5 3.5 0 0 1 0 6.2M18 14a6.5 6.5 0 0 1 3.5 6"
    ),
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20 20",
    "thread": "M12 2v5m0 10v5M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10z",
    "warning": "M12 4 2.5 20h19zm0 6v4.500m0 2.700v.2",
}
