"""A small screen: 320 pixels are also those of a 1280-pixel window zoomed to 400 % (WCAG 2.2, 1.4.10)."""

from playwright.sync_api import Page

NARROW = {"width": 320, "height": 720}
TOO_SMALL = """() => {
  const targets = 'a[href], button, summary, select, textarea, input:not([type=hidden])';
  const inText = e => {
    if (getComputedStyle(e).display !== 'inline') return false;
    const line = e.closest('p, li, dd, dt, td, th, div, label, figcaption, h1, h2, h3, nav');
    return line && line.textContent.trim() !== e.textContent.trim();
  };
  const boxes = e => [e, ...(e.labels || [])].map(one => one.getBoundingClientRect());
  return [...document.querySelectorAll(targets)]
    .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest('.visually-hidden'))
    .filter(e => !inText(e) && !boxes(e).some(box => box.width >= 24 && box.height >= 24))
    .map(e => e.outerHTML.slice(0, 120) + ' ' + JSON.stringify(e.getBoundingClientRect()));
}"""
"""What can be pressed and is under 24 by 24 pixels (WCAG 2.2, 2.5.8), links inside a text aside."""


def fits(page: Page) -> None:
    """Nothing has to be scrolled sideways, and nothing is too small for a finger, once the page is styled."""
    page.wait_for_load_state()
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{page.url} is {wide} pixels wider than the screen"
    small = page.evaluate(TOO_SMALL)
    assert not small, f"{page.url}\n" + "\n".join(small)
