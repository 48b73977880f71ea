"""Nothing of an author's text runs, whatever the author wrote where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.web.conftest import built
from tests.web.visit import Visit

if TYPE_CHECKING:
    from pathlib import Path

    from selenium.webdriver import Chrome

    from tests.web.conftest import Site

ATTACK: Final = '"><img src=x onerror="window.hurt=1"><script>window.hurt=2;alert(1)</script><svg onload=alert(2)>'
"""What tries to leave an attribute, then to run in three ways."""
CLOSING: Final = "</script></style></title></textarea>-->"
FILES: Final = {
    "deck.toml": f"""format = 1
name = '{CLOSING}{ATTACK}'
id = "hostile-abc123"
author = '{ATTACK}'
license = '{CLOSING}{ATTACK}'
description = '''{CLOSING}{ATTACK} [press](javascript:window.hurt=3)'''
""",
    "theme.css": """
/* </style><script>window.hurt=4</script> */
.question::before { content: "</style><script>window.hurt=5</script>"; }
""",
    "sources.toml": f"""[bad]
author = '{ATTACK}'
year = 2000
title = '{CLOSING}{ATTACK}'
url = "https://example.org/?q=%22%3E%3Cscript%3E"
""",
    "figures/bad.svg": """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="window.hurt=6">
<script>window.hurt=7; parent.hurt=7</script><set attributeName="onclick" to="parent.hurt=8"/>
<a href="javascript:parent.hurt=9"><rect width="9" height="9"/></a></svg>
""",
    "01-bad.md": f"""# {ATTACK} {CLOSING}

{CLOSING}{ATTACK}

## What does {ATTACK} do? {{#bad .core tags="x&quot;onload=alert(3)" hint="{CLOSING}<img onerror=alert(4)>"}}

{CLOSING}{ATTACK} [press](javascript:window.hurt=10) <a href="javascript:window.hurt=11" onclick="alert(5)">press</a>
<div onmouseover="window.hurt=12" style="position:fixed;background:url(https://example.org/x)">over</div> [@bad]

<iframe src="javascript:alert(6)"></iframe><form action="javascript:alert(7)"><button>send</button></form>

![{ATTACK.replace("[", "").replace("]", "")}](figures/bad.svg)

```html
{CLOSING}{ATTACK}
```

$\\text{{{CLOSING}<img src=x onerror=alert(8)>}}$[^n]

[^n]: {CLOSING}{ATTACK}

Q: Recall {ATTACK}? {{#bad-recall}}
A: {CLOSING}{ATTACK}

Q: Both {ATTACK} {{#bad-both .reversed}}
A: {CLOSING}

Q: Type it {{#bad-typed .type}}
A: `"><img src=x onerror=alert(9)></script>`

Q: Choose {{#bad-choice}}

- [x] {ATTACK}
  {CLOSING}{ATTACK}
- [ ] {CLOSING}

C: A {{{{{CLOSING}::<img src=x onerror=alert(10)>}}}} and {{{{more}}}}. {{#bad-cloze}}

O: Masks {ATTACK} {{#bad-masks}}
![a](figures/bad.svg)
- rect 10% 10% 20% 20%: {ATTACK}
""",
}
_DANGER: Final = """
const within = document.querySelectorAll("*");
return [...within].flatMap((each) => [
    ...[...each.attributes].filter(({ name, value }) =>
        name.startsWith("on") || (/^(xlink:)?(href|src|(form)?action)$/.test(name) && /^\\s*javascript:/i.test(value)))
        .map(({ name, value }) => `${each.localName} ${name}=${value}`),
    ...(/^(iframe|object|embed|base|foreignobject)$/i.test(each.localName) ? [each.localName] : []),
    ...(each.localName === "script" && each !== document.head.querySelector("script") ? [each.outerHTML] : []),
]);
"""


@pytest.fixture(name="hostile", scope="module")
def _hostile(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return the page of a deck whose author means harm."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, text in FILES.items():
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return built(folder / "content", folder / "dist")


def test_nothing_of_the_author_runs(browser: Chrome, hostile: Site, tmp_path: Path) -> None:
    """Read, searched, studied, and given a file of progress, a hostile deck runs nothing and asks for nothing."""
    visit = Visit(browser)
    visit.begin()
    visit.show(hostile.page)
    visit.run("for (const each of document.querySelectorAll('details')) each.open = true")
    assert visit.run(_DANGER) == []
    for query in ("onerror", "script", "img"):
        visit.press("/", *query)
        visit.wait("document.querySelector('#ui_find_list [role=option]')")
        assert visit.run(_DANGER) == []
        visit.run("document.getElementById('ui_find').close(); document.getElementById('ui_find_words').value = ''")
    visit.run("location.hash = '#ui_study?go=1&seed=<img src=x onerror=alert(11)>&chapter=<script>alert(12)</script>'")
    visit.wait("document.getElementById('ui_round').checkVisibility()")
    while not visit.run("return document.getElementById('ui_over').checkVisibility()"):
        visit.run("for (const box of document.querySelectorAll('#ui_stage .option')) box.click()")
        visit.run(
            "const typed = document.getElementById('ui_typed'); if (typed) typed.value = '<img onerror=alert(13)>'"
        )
        visit.run("document.getElementById('ui_show').click()")
        assert visit.run(_DANGER) == []
        visit.run("document.getElementById('ui_again').click()")
    assert visit.run(_DANGER) == []
    visit.run("location.hash = '#ui_study'")
    visit.wait("document.getElementById('ui_start').checkVisibility()")
    file = tmp_path / "<img src=x onerror=alert(14)>.json"
    file.write_text('{"format": "cardpress-progress", "version": 1, "deck": "<img src=x onerror=alert(15)>"}', "utf-8")
    visit.browser.find_element("id", "ui_import_file").send_keys(str(file))
    visit.wait("document.getElementById('ui_past_note').textContent.includes('another deck')")
    assert visit.run(_DANGER) == []
    assert visit.run("return window.hurt ?? null") is None
    visit.forget()
    assert visit.messages() == []
    assert visit.requests() == []
