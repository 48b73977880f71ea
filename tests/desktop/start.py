"""Start Anki's desktop program on a base folder of its own, past the dialogs of a first start.

Usage, with the Python that has `aqt`: `python start.py BASE`. `look.py` does so.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import anki.lang
import aqt  # type: ignore[import-not-found]  # in an environment of its own: it brings Qt along
from aqt.profiles import ProfileManager  # type: ignore[import-not-found]

LANGUAGE: Final = "en_US"
PROFILE: Final = "Learner"


def prepare(base: Path) -> None:
    """Write the settings that *base* needs for a start that asks nothing: a language, a profile, no updates."""
    anki.lang.set_lang(LANGUAGE)
    profiles = ProfileManager(base)
    profiles.setupMeta()
    profiles.setLang(LANGUAGE)
    profiles.meta["firstRun"] = False
    profiles.set_update_check(on=False)
    profiles.set_check_for_addon_updates(on=False)
    profiles.create(PROFILE)
    profiles.load(PROFILE)
    profiles.set_last_loaded_profile_name(PROFILE)
    profiles.save()
    profiles.db.close()


def main() -> None:
    """Prepare the folder that the arguments name, and run Anki until it quits."""
    base = Path(sys.argv[1])
    prepare(base)
    sys.argv = ["anki", "--base", str(base), "--lang", LANGUAGE]
    aqt.run()


if __name__ == "__main__":
    main()
