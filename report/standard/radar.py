"""A radar chart as an image for pages, drawn as SVG as the codes are."""
from base64 import b64encode
from math import cos, pi, sin
from xml.sax.saxutils import escape

WIDTH, HEIGHT, RADIUS = 560, 380, 130
RINGS = (20, 40, 60, 80, 100)
# A label is cut after so many signs: the table beside it has it in full.
LONGEST = 18


def draw_radar(scores, before=None):
    """A chart with an axis for each area, from 0 in the middle to 100.

    :param scores: list of (label, score)
    :param before: scores of another time on the same axes, None where there is none
    :return: a data URI; "" for fewer than three axes, which make no shape
    """
    if len(scores) < 3:
        return ''
    count = len(scores)
    parts = [_draw_polygon([ring] * count, 'fill="none" stroke="#c5ccd4"') for ring in RINGS]
    for number, (label, score) in enumerate(scores):
        x, y = _get_point(number, count, 100)
        parts.append(f'<line x1="{WIDTH / 2}" y1="{HEIGHT / 2}" x2="{x}" y2="{y}" stroke="#c5ccd4"/>')
        x, y = _get_point(number, count, 112)
        anchor = 'middle' if abs(x - WIDTH / 2) < 5 else 'start' if x > WIDTH / 2 else 'end'
        text = label if len(label) <= LONGEST else f'{label[:LONGEST - 1]}…'
        parts.append(
            f'<text x="{x}" y="{y + 4:.1f}" text-anchor="{anchor}" font-size="13" fill="#1b1f24" '
            f'font-family="Noto Sans CJK SC, DejaVu Sans, sans-serif">{escape(text)} {score:.0f}</text>')
    if before and all(score is not None for score in before):
        parts.append(_draw_polygon(before, 'fill="none" stroke="#8b96a3" stroke-width="2" stroke-dasharray="6 4"'))
    parts.append(_draw_polygon(
        [score for __, score in scores], 'fill="#23405f" fill-opacity="0.25" stroke="#23405f" stroke-width="2"'))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'{"".join(parts)}</svg>')
    return 'data:image/svg+xml;base64,' + b64encode(svg.encode()).decode()


def _get_point(number, count, share):
    """Where ``share`` of an axis lies; the first axis points upwards, the others follow clockwise."""
    angle = 2 * pi * number / count - pi / 2
    length = RADIUS * share / 100
    return round(WIDTH / 2 + length * cos(angle), 1), round(HEIGHT / 2 + length * sin(angle), 1)


def _draw_polygon(shares, style):
    points = ' '.join(f'{x},{y}' for x, y in (
        _get_point(number, len(shares), share) for number, share in enumerate(shares)))
    return f'<polygon points="{points}" {style}/>'
