from base64 import b64encode

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import human_size

from odoo.addons.aftersales.models.base.inputs import decode_base64

# Long enough to show a worn joint from all sides, short enough for a customer in the street.
MOST_SECONDS, MOST_BYTES = 30, 25 * 1024 * 1024
# What browsers record: the bytes a film begins with say what it is, whatever it is called.
WEBM, MP4 = 'video/webm', 'video/mp4'
# Pictures and sound come in the same containers: a photo of a phone is no film, and plays nowhere.
OTHER_BRANDS = (b'heic', b'heix', b'heim', b'mif1', b'avif', b'M4A ', b'M4B ', b'crx ')
HEAD = 64  # where a film of the web names its kind


class AftersalesHealthVideo(models.Model):
    """A short film of a finding, recorded on the tablet and kept beside the photos (E12)."""
    _name = 'aftersales.health.video'
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _description = "Health Check Video"
    _order = 'line_id.id desc, id'
    _frozen_with = 'line_id'

    line_id = fields.Many2one('aftersales.health.check.line', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='line_id.company_id', store=True, index=True)
    name = fields.Char(max_length=80)
    film = fields.Binary(required=True, attachment=True)
    poster = fields.Image(string="First Picture", max_width=640, max_height=640)
    seconds = fields.Integer(string="Length (s)", bounds=(0, MOST_SECONDS))

    _line_uniq = models.UniqueIndex('(line_id)', "This item has a video already. Remove it to record another one.")

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        kinds = [self._check_film(vals.get('film')) for vals in vals_list]
        self._check_none_there([vals.get('line_id') for vals in vals_list])
        videos = super().create(vals_list)
        for video, kind in zip(videos, kinds, strict=True):
            # sudo: what kind of film it is, the system has seen
            video.sudo()._get_films().mimetype = kind
        return videos

    def write(self, vals):
        if 'film' in vals:
            raise ValidationError(self.env._("A video is not exchanged. Remove it, and record another one."))
        return super().write(vals)

    # === BUSINESS METHODS ===#

    @api.model
    def _check_none_there(self, line_ids):
        """One of each item; two tablets at once are told by the database."""
        # sudo: what is there, whoever may see it
        there = self.sudo().search([('line_id', 'in', line_ids)], limit=1)
        if there:
            raise ValidationError(self.env._(
                "“%(item)s” has a video already. Remove it to record another one.", item=there.line_id.name))

    @api.model
    def _check_film(self, film):
        """:param film: base64, as a field of files takes it
        :return: its type
        :raises ValidationError: when it is none that browsers show, or too large a one
        """
        try:
            data = decode_base64(film or '')
        except ValueError:
            data = b''
        if len(data) > MOST_BYTES:
            raise ValidationError(self.env._(
                "The video is larger than %(limit)s. Record a shorter one.", limit=human_size(MOST_BYTES)))
        kind = self._get_kind(data)
        if not kind:
            raise ValidationError(self.env._("This is no video that can be shown. Record it again."))
        return kind

    @api.model
    def _get_kind(self, data):
        if data[:4] == b'\x1aE\xdf\xa3':
            return WEBM if b'webm' in data[:HEAD] else ''
        return MP4 if data[4:8] == b'ftyp' and data[8:12] not in OTHER_BRANDS else ''

    @api.model
    def _record(self, line, data, poster, seconds):
        """Keep what the tablet recorded.

        :param bytes data: the film
        :param bytes poster: its first picture
        """
        return self.create({
            'line_id': line.id, 'name': line.name[:80], 'film': b64encode(data), 'poster': poster and b64encode(poster),
            'seconds': seconds,
        })

    def _get_films(self):
        return self._get_files('film')

    def _get_files(self, name):
        """The files of a field, read as the system: the caller has checked that the reader may see them."""
        Attachment = self.env['ir.attachment'].sudo()
        if not self:
            return Attachment
        return Attachment.search([
            ('res_model', '=', self._name), ('res_field', '=', name), ('res_id', 'in', self.ids)], order='res_id')
