"""Draw and sound the media of this deck anew: `python draw.py FFMPEG`, with the program that writes sound and film.

They are kept in the repository, a few kB each: tests take them as an author's files are taken.
"""

from __future__ import annotations

import math
import subprocess
import sys
import wave
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

HERE: Final = Path(__file__).parent
INK: Final = (27, 37, 48)
BANDS: Final = {
    "radio": (214, 219, 226),
    "microwaves": (196, 206, 216),
    "infrared": (226, 178, 160),
    "visible light": (246, 232, 160),
    "ultraviolet": (198, 180, 222),
    "X-rays": (176, 190, 210),
    "gamma rays": (160, 170, 186),
}
RATE: Final = 8000
"""Samples a second."""


def spectrum(width: int = 360, step: int = 40) -> Image.Image:
    """Return the bands of the electromagnetic spectrum, one below the other, each with its name on it."""
    picture = Image.new("RGB", (width, step * len(BANDS)), "white")
    pen = ImageDraw.Draw(picture)
    for index, (name, colour) in enumerate(BANDS.items()):
        top = index * step
        pen.rectangle((0, top, width, top + step - 3), fill=colour)
        pen.text((width / 2, top + step / 2 - 1), name, INK, ImageFont.load_default(19), anchor="mm")
    return picture.quantize(16)


def primaries(side: int = 340) -> Image.Image:
    """Return three discs of light that overlap, drawn as circles, with the names of the colours that they make."""
    picture = Image.new("RGB", (side, side), "white")
    pen = ImageDraw.Draw(picture)

    def place(turn: int, far: float) -> tuple[float, float]:
        angle = math.radians(turn)
        return side * (0.5 + far * math.cos(angle)), side * (0.54 - far * math.sin(angle))

    for turn in (90, 210, 330):
        pen.circle(place(turn, 0.19), side * 0.28, outline=INK, width=2)
    for turn, name in {90: "red", 210: "green", 330: "blue"}.items():
        pen.text(place(turn, 0.32), name, INK, ImageFont.load_default(17), anchor="mm")
    for turn, name in {150: "yellow", 270: "cyan", 30: "magenta"}.items():
        pen.text(place(turn, 0.195), name, INK, ImageFont.load_default(15), anchor="mm")
    pen.text(place(0, 0), "white", INK, ImageFont.load_default(15), anchor="mm")
    return picture.quantize(8)


def mark(letter: str) -> Image.Image:
    """Return a small square with a letter on it."""
    picture = Image.new("RGB", (64, 64), (238, 241, 245))
    ImageDraw.Draw(picture).text((32, 32), letter, INK, ImageFont.load_default(40), anchor="mm")
    return picture.quantize(8)


def ramp(width: int = 240, height: int = 60) -> Image.Image:
    """Return a smooth run of colours, as a spectrum of white light has them."""
    picture = Image.new("HSV", (width, 1))
    picture.putdata([(int(200 * x / width), 200, 230) for x in range(width)])
    return picture.resize((width, height)).convert("RGB")


def sound(path: Path, pitch: float, seconds: float = 0.4) -> None:
    """Write a tone of *pitch* Hz that fades."""
    count = int(RATE * seconds)
    values = (127 + 90 * math.sin(2 * math.pi * pitch * i / RATE) * (1 - i / count) for i in range(count))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(RATE)
        file.writeframes(bytes(int(value) for value in values))


def convert(ffmpeg: str, *arguments: str | Path) -> None:
    """Run *ffmpeg* so that equal input gives equal files."""
    exact = ("-fflags", "+bitexact", "-flags", "+bitexact", "-map_metadata", "-1")
    *sources, target = arguments
    subprocess.run([ffmpeg, "-v", "error", "-y", *sources, *exact, target], check=True)


def main(ffmpeg: str) -> None:
    """Write all files."""
    media = HERE / "media"
    spectrum().save(HERE / "figures" / "bands.png", optimize=True)
    primaries().save(HERE / "figures" / "discs.png", optimize=True)
    mark("L").save(media / "left" / "mark.png", optimize=True)
    mark("R").save(media / "right" / "mark.png", optimize=True)
    ramp().save(media / "white light.jpg", quality=70)
    ramp().rotate(180).save(media / "虹.webp", quality=60)
    frames = [mark("·"), mark("*")]
    frames[0].save(media / "blinking.gif", save_all=True, append_images=frames[1:], duration=600, loop=0)
    sound(media / "tone.wav", 440)
    convert(ffmpeg, "-i", media / "tone.wav", "-b:a", "24k", media / "tone.mp3")
    convert(ffmpeg, "-i", media / "tone.wav", "-ar", "16000", "-c:a", "libvorbis", media / "Größe.ogg")
    film = ("-f", "lavfi", "-i", "testsrc2=size=64x48:rate=10:duration=0.6")
    convert(ffmpeg, *film, "-c:v", "libvpx", "-b:v", "40k", media / "film.webm")
    convert(ffmpeg, *film, "-c:v", "libx264", "-pix_fmt", "yuv420p", media / "film.mp4")


if __name__ == "__main__":
    main(sys.argv[1])
