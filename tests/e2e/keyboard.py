"""Going through a page by the keys alone, and seeing at each stop where one is."""

from playwright.sync_api import Locator, Page, expect

STOPS = 150
"""More than any page of the tests has."""
FOCUSED = """async () => {
  for (let frame = 0; ; frame++) {
    const e = document.activeElement, style = getComputedStyle(e), box = e.getClientRects()[0];
    const top = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const outline = style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth);
    const seen = Boolean(top) && (e.contains(top) || top.contains(e)) && outline >= 2;
    if (seen || frame === 60) return {
      seen, outline, box, top: top && top.outerHTML.slice(0, 90),
      what: e.outerHTML.slice(0, 90),
      at: window.focusable ? window.focusable.indexOf(e) : 0,
    };
    await new Promise(requestAnimationFrame);
  }
}"""
"""Waits for a page that is still scrolling, a second at most."""


def seen(page: Page) -> int:
    """Nothing covers what has the focus, and a line goes round it. Its place in ``window.focusable``."""
    state = page.evaluate(FOCUSED)
    assert state["seen"], state
    return int(state["at"])


class Keyboard:
    """Somebody who has no mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.main = page.get_by_role("main")

    def reach(self, wanted: Locator) -> None:
        """Press Tab until ``wanted`` has the focus."""
        expect(wanted).to_be_visible()
        for _stop in range(STOPS):
            self.page.keyboard.press("Tab")
            seen(self.page)
            if wanted.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"the keyboard never comes to {wanted}")

    def use(self, wanted: Locator, key: str = "Enter") -> None:
        """Reach it, and press ``key`` there."""
        self.reach(wanted)
        self.page.keyboard.press(key)

    def write(self, wanted: Locator, text: str) -> None:
        """Reach a field, and type over what is in it."""
        self.reach(wanted)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)
