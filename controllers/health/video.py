from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.aftersales.controllers.base import films, reader
from odoo.addons.aftersales.models.health.aftersales_health_video import MOST_BYTES

MOST_POSTER_BYTES, MOST_SECONDS_READ = 5 * 1024 * 1024, 3600


class HealthVideo(http.Controller):
    """Films of a health check, between the tablet and the house: a file of a form, not text within a call."""

    @http.route('/aftersales/health/line/<int:line_id>/video', type='http', auth='user', methods=['POST'])
    def record_video(self, line_id, **post):
        """Keep what the tablet recorded of an item.

        :return: the item as the sheet shows it, or why it was refused
        """
        line = request.env['aftersales.health.check.line'].search([('id', '=', reader.read_id(line_id))])
        if not line:
            raise request.not_found()
        film, poster = self._read_file(post.get('film'), MOST_BYTES), self._read_file(post.get('poster'), MOST_POSTER_BYTES)
        try:
            with request.env.cr.savepoint():
                request.env['aftersales.health.video']._record(
                    line, film, poster, reader.read_number(post.get('seconds'), high=MOST_SECONDS_READ))
        except UserError as error:
            return request.make_json_response({'error': str(error)})
        return request.make_json_response(line._prepare_sheet_vals())

    @http.route('/aftersales/health/video/<int:video_id>', type='http', auth='user', methods=['GET'], readonly=True)
    def show_video(self, video_id, **kwargs):
        video = request.env['aftersales.health.video'].search([('id', '=', reader.read_id(video_id))])
        film = video._get_films()
        if not film:
            raise request.not_found()
        return films.stream(film)

    def _read_file(self, file, most):
        """The bytes of a file, one more than allowed at most: it is refused by who keeps it."""
        return file.read(most + 1) if hasattr(file, 'read') else b''
