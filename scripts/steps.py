"""``make steps``: ten tasks of an operator by mouse, by keyboard and by screen reader, each done in a real browser.

A click, a drag, a key with its modifiers and a word that is typed are one step each; all ways must end at the same
address. A reader goes to a control by the reader's own keys, from heading to heading or from one control of a kind to
the next (H, B, F, Tab), as many as lie before it in the page, and then uses it; the shortest of these counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from scripts.bench import PAINTED
from scripts.browser import browsing, sign_in_tool
from scripts.running import serving

SIZE = {"width": 1920, "height": 1080}
TO_CONTROL = """(wanted) => {
  const target = document.querySelector(wanted);
  const shown = (each) => each.getClientRects().length > 0 && !each.closest("[inert], [aria-hidden='true']");
  const every = (kind, root) => [...root.querySelectorAll(kind)].filter(shown);
  const kinds = ["button, [role='button']", "select, input, [role='combobox'], [role='radio']", "a[href]",
    "button, select, input, a[href], [tabindex='0'], [role='button']"];
  const own = kinds.filter((kind) => target.matches(kind));
  const counts = [];
  for (const kind of own) {
    counts.push(every(kind, document).indexOf(target) + 1);
    const headings = every("h1, h2, h3", document);
    headings.forEach((heading, n) => {
      const follows = (each) => heading.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING;
      const after = every(kind, document).filter(follows);
      const at = after.indexOf(target);
      if (at >= 0) counts.push(n + 1 + at + 1);
    });
  }
  return Math.min(...counts.filter((count) => count > 0));
}"""
"""How many of a reader's keys lead to a control: by its kind from the top, or from a heading on."""
READY = "() => window.decor.answers.ready() && window.decor.engine.ownRun(window.location.search)"
PAUSE_MS = 500
MOST = 1.5


class Hand:
    """Does and counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.steps = page, 0

    def _done(self) -> None:
        self.steps += 1
        self.page.wait_for_timeout(PAUSE_MS)

    def click(self, target: str, *, add: bool = False) -> None:
        """A click on the first such target."""
        self.page.locator(target).first.click(modifiers=["Control"] if add else [], force=True)
        self._done()

    def choose(self, target: str, value: str) -> None:
        """Open a list and choose from it: two clicks."""
        self.page.locator(target).select_option(value)
        self.steps += 1
        self._done()

    def drag(self, target: str, begin: float, end: float) -> None:
        """A drag across a part of a target's width."""
        box = self.page.locator(target).bounding_box()
        if box is None:
            raise SystemExit(f"{target} is not on the screen")
        y = box["y"] + box["height"] / 2
        self.page.mouse.move(box["x"] + begin * box["width"], y)
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + end * box["width"], y, steps=8)
        self.page.mouse.up()
        self._done()

    def key(self, *keys: str) -> None:
        """Keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
            self._done()

    def reach(self, target: str) -> None:
        """Go to a control by a reader's keys, and put the focus there."""
        self.steps += int(self.page.evaluate(TO_CONTROL, target))
        self.page.locator(target).first.focus()

    def type(self, words: str) -> None:
        """A word."""
        self.page.keyboard.type(words, delay=20)
        self._done()


@dataclass(frozen=True)
class Task:
    """A task with its ways; ``ends`` is in the address when it is done, ``gone`` is not."""

    words: str
    start: str
    mouse: Callable[[Hand], None]
    keyboard: Callable[[Hand], None]
    reader: Callable[[Hand], None]
    ends: str = ""
    gone: str = "\0"


def _search(hand: Hand) -> None:
    hand.type("Kemiri Muka")
    hand.key("Enter")


def _by_mouse_search(hand: Hand) -> None:
    hand.click("#area")
    hand.type("Kemiri Muka")
    hand.click(".dash-dropdown-option")


def _use(hand: Hand, target: str, *keys: str) -> None:
    hand.reach(target)
    hand.key(*(keys or ("Enter",)))


RW = "32.76.06.1004.003"
TASKS = (
    Task(
        "find a kelurahan by its name",
        "",
        _by_mouse_search,
        lambda hand: (hand.key("/"), _search(hand))[0],
        lambda hand: (hand.reach("#area"), hand.key("Enter"), _search(hand))[0],
        "area=32.76.06.1004",
    ),
    Task(
        "the RW that is highest",
        "",
        lambda hand: hand.click("#ranking-body button.rank"),
        lambda hand: hand.key("m"),
        lambda hand: _use(hand, "#ranking-body button.rank"),
        "area=32.76",
    ),
    Task(
        "a day back",
        "",
        lambda hand: hand.click("#date-back"),
        lambda hand: hand.key("["),
        lambda hand: _use(hand, "#date-back"),
        "date=",
    ),
    Task(
        "show the kelurahan",
        "",
        lambda hand: hand.click(".segment label:has-text('Kelurahan')"),
        lambda hand: hand.key("3"),
        lambda hand: _use(hand, ".segment input[value='kelurahan']", " "),
        "level=kelurahan",
    ),
    Task(
        "clear the selection",
        f"?area={RW}",
        lambda hand: hand.click("#map-crumbs button"),
        lambda hand: hand.key("Escape"),
        lambda hand: _use(hand, "#map-crumbs button"),
        gone="area=",
    ),
    Task(
        "a run of days that ends earlier",
        "?span=2022-01-10,2022-01-20",
        lambda hand: hand.drag("[data-brush]", 0.56, 0.5),
        lambda hand: hand.key("b", "ArrowLeft"),
        lambda hand: _use(hand, "[data-brush]", "ArrowLeft"),
        "span=",
        "2022-01-10,2022-01-20",
    ),
    Task(
        "compare with last year",
        "",
        lambda hand: hand.choose("select.versus", "year"),
        lambda hand: hand.key("v", "ArrowDown", "ArrowDown"),
        lambda hand: _use(hand, "select.versus", "ArrowDown", "ArrowDown"),
        "vs=year",
    ),
    Task(
        "undo",
        f"?area={RW}",
        lambda hand: (hand.click("#date-back"), hand.click("[data-history='-1']"))[0],
        lambda hand: hand.key("[", "u"),
        lambda hand: (_use(hand, "#date-back"), _use(hand, "[data-history='-1']"))[0],
        f"area={RW}",
        "date=",
    ),
    Task(
        "two areas beside each other",
        "",
        lambda hand: (
            hand.click("#ranking-body button.rank"),
            hand.click("#ranking-body button.rank:not(.selected)", add=True),
        )[0],
        lambda hand: hand.key("m", "M"),
        lambda hand: (
            _use(hand, "#ranking-body button.rank"),
            _use(hand, "#ranking-body button.rank:not(.selected)", " "),
        )[0],
        ",",
    ),
    Task(
        "one level down, and up again",
        "",
        lambda hand: (hand.click(f'path[data-area="{RW}"]'), hand.click("#map-crumbs button >> nth=1"))[0],
        lambda hand: hand.key("+", "+", "Backspace"),
        lambda hand: (
            _use(hand, "#ranking-body button.rank"),
            _use(hand, "#map-crumbs button:nth-of-type(2)"),
        )[0],
        "area=32.76",
    ),
)


def counted(page: Page, url: str, task: Task, way: Callable[[Hand], None]) -> int:
    """Steps of a way; an end when it did not lead there."""
    page.goto(f"{url}/ruang/covid{task.start}")
    page.wait_for_function(PAINTED)
    page.wait_for_function(READY)
    page.wait_for_timeout(PAUSE_MS)
    hand = Hand(page)
    way(hand)
    page.wait_for_timeout(PAUSE_MS)
    search = str(page.evaluate("window.location.search"))
    if task.ends not in search or task.gone in search:
        raise SystemExit(f"{task.words}: ended at {search or 'nothing'}")
    return hand.steps


def main() -> None:
    """Print the table."""
    with serving() as server, browsing() as browser:
        page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
        sign_in_tool(page, server)
        rows = [
            (task.words, *(counted(page, server.url, task, way) for way in (task.mouse, task.keyboard, task.reader)))
            for task in TASKS
        ]
    print(f"| {'task':<34} | mouse | keyboard | reader |\n|{'-' * 36}|{'-' * 7}|{'-' * 10}|{'-' * 8}|")
    for words, mouse, keyboard, reader in rows:
        print(f"| {words:<34} | {mouse:>5} | {keyboard:>8} | {reader:>6} |")
    mouse, keyboard, reader = (sum(row[way] for row in rows) for way in (1, 2, 3))
    print(f"| {'all':<34} | {mouse:>5} | {keyboard:>8} | {reader:>6} |")
    print(f"keyboard {keyboard / mouse:.2f} × mouse, at most {MOST}; a reader {reader / mouse:.2f} ×")


if __name__ == "__main__":
    main()
