"""Films, sent in the pieces a player asks for: a phone plays before all of it is there, and jumps to where it likes."""
from odoo.http import request

HEADERS = {'Cache-Control': 'no-store, private', 'X-Robots-Tag': 'noindex, nofollow, noarchive'}


def stream(film):
    """:param film: an attachment that its reader may see"""
    response = request.env['ir.binary']._get_stream_from(film, mimetype=film.mimetype).get_response(
        as_attachment=False, immutable=False, max_age=0)
    response.headers.update(HEADERS)
    return response


def stream_poster(picture):
    """:param picture: the attachment with its first picture, or none"""
    if not picture:
        raise request.not_found()
    response = request.env['ir.binary']._get_image_stream_from(picture, 'raw', width=640, height=640).get_response(
        as_attachment=False, immutable=False, max_age=0)
    response.headers.update(HEADERS)
    return response
