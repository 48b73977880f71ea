"""`[media]` in `deck.toml`: what it may say, and what is told of a wrong value."""

from __future__ import annotations

import pytest

from builder import faults
from builder.config import read_config
from builder.settings import MediaSettings
from builder.source.files import position, source

HEAD = 'name = "a"\nid = "a"\n[media]\n'


def test_all_settings() -> None:
    """Every setting of media is taken over, and each has a default."""
    file = source("deck.toml", f"{HEAD}max_px = 1600\nlarge_image_mb = 0.5\nlarge_sound_mb = 20\n")
    config, diagnostics = read_config(file)
    assert (config.media, diagnostics) == (MediaSettings(1600, 0.5, 20), ())
    assert read_config(source("deck.toml", HEAD))[0].media == MediaSettings(None, 1, 10) == read_config(None)[0].media


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("max_px = 99", "`max_px` must be a whole number of px from 100 to 10000."),
        ("max_px = 10001", "`max_px` must be a whole number of px from 100 to 10000."),
        ("max_px = 1600.0", "`max_px` must be a whole number of px from 100 to 10000."),
        ("max_px = true", "`max_px` must be a whole number of px from 100 to 10000."),
        ('max_px = "1600"', "`max_px` must be a whole number of px from 100 to 10000."),
        ("large_image_mb = 0", "`large_image_mb` must be a number of MB above 0, at most 100."),
        ("large_image_mb = nan", "`large_image_mb` must be a number of MB above 0, at most 100."),
        ("large_sound_mb = 101", "`large_sound_mb` must be a number of MB above 0, at most 100."),
        ("large_sound_mb = true", "`large_sound_mb` must be a number of MB above 0, at most 100."),
        ('large_sound_mb = "10 MB"', "`large_sound_mb` must be a number of MB above 0, at most 100."),
    ],
)
def test_wrong_value_is_told_at_its_key(line: str, wanted: str) -> None:
    """A value of the wrong type or out of its range is an error at its line, and the default holds."""
    file = source("deck.toml", f"{HEAD}{line}\n")
    config, (fault,) = read_config(file)
    assert (fault.rule, fault.message) == (faults.CONFIG_VALUE, wanted)
    assert position(file, fault.span.start) == (4, 1)
    assert config.media == MediaSettings()


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("wide = 1600", "The keys are `max_px`, `large_image_mb`, `large_sound_mb`."),
        ("maxpx = 1600", "Did you mean `max_px`?"),
        ("large_images_mb = 2", "Did you mean `large_image_mb`?"),
    ],
)
def test_wrong_key_is_told_with_a_near_one(line: str, hint: str) -> None:
    """A key that does not exist is an error with a near match, or with all that there are."""
    _, (fault,) = read_config(source("deck.toml", f"{HEAD}{line}\n"))
    assert (fault.rule, fault.hint) == (faults.CONFIG_KEY, hint)
    assert fault.message == f"There is no key `{line.partition(' ')[0]}` in [media] in deck.toml."


def test_media_is_a_table() -> None:
    """What is no table is an error, and the defaults hold."""
    file = source("deck.toml", 'name = "a"\nid = "a"\nmedia = 1600\n')
    config, (fault,) = read_config(file)
    assert (fault.rule, fault.message) == (faults.CONFIG_VALUE, "`media` must be a table.")
    assert config.media == MediaSettings()
