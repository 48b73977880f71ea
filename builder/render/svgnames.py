"""What an SVG may be made of: elements and attributes of SVG 2 that draw, and none that act."""

from __future__ import annotations

from typing import Final

PROPERTIES: Final = frozenset(
    (
        "alignment-baseline baseline-shift clip-path clip-rule color color-interpolation color-interpolation- "
        "filters cursor direction display dominant-baseline fill fill-opacity fill-rule filter flood-color "
        "flood-opacity font font-family font-feature-settings font-size font-size-adjust font-stretch font- "
        "style font-variant font-variant-numeric font-weight image-rendering isolation letter-spacing lighting- "
        "color marker marker-end marker-mid marker-start mask mask-type mix-blend-mode opacity overflow paint- "
        "order pointer-events shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset "
        "stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor text- "
        "decoration text-rendering transform transform-box transform-origin unicode-bidi vector-effect "
        "visibility white-space word-spacing writing-mode"
    ).split()
)
"""What SVG 2 has of properties, as attributes and in styles."""

ELEMENTS: Final = frozenset(
    (
        "circle clipPath defs desc ellipse feBlend feColorMatrix feComponentTransfer feComposite feDropShadow "
        "feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset "
        "filter g image line linearGradient marker mask path pattern polygon polyline radialGradient rect stop "
        "style svg symbol text textPath title tspan use"
    ).split()
)

UNWRAPPED: Final = frozenset({"a", "switch"})
"""Elements that go and leave their children: links do not belong in a picture."""

QUIETLY_REMOVED: Final = frozenset({"metadata", "view"})
"""What drawing programs leave behind; so is everything of a name space that is not SVG's."""

ATTRIBUTES: Final = PROPERTIES | frozenset(
    (
        "amplitude aria-describedby aria-hidden aria-label aria-labelledby aria-roledescription baseProfile class "
        "clipPathUnits cx cy d dx dy exponent fill-rule filterUnits focusable fr fx fy gradientTransform gradientUnits "
        "height href id in in2 intercept k1 k2 k3 k4 lang lengthAdjust markerHeight markerUnits markerWidth "
        "maskContentUnits maskUnits method mode offset operator orient pathLength patternContentUnits patternTransform "
        "patternUnits points preserveAspectRatio primitiveUnits r radius refX refY result role rotate rx ry side slope "
        "spacing spreadMethod startOffset stdDeviation style systemLanguage tableValues textLength type values version "
        "viewBox width x x1 x2 y y1 y2"
    ).split()
)

QUIET_ATTRIBUTES: Final = frozenset(
    {"contentScriptType", "contentStyleType", "enable-background", "requiredFeatures", "zoomAndPan"}
)
"""Attributes that mean nothing any more, or nothing in a picture; they go without a word."""
