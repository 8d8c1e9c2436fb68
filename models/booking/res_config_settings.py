from base64 import b64encode

import qrcode
import qrcode.image.svg
from markupsafe import Markup

from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_portal_booking = fields.Boolean(related='company_id.aftersales_portal_booking', readonly=False)
    aftersales_public_booking = fields.Boolean(related='company_id.aftersales_public_booking', readonly=False)
    aftersales_code_limit = fields.Integer(related='company_id.aftersales_code_limit', readonly=False)
    aftersales_code_country_ids = fields.Many2many(related='company_id.aftersales_code_country_ids', readonly=False)
    aftersales_response_hours = fields.Float(related='company_id.aftersales_response_hours', readonly=False)
    aftersales_answer_hours = fields.Float(related='company_id.aftersales_answer_hours', readonly=False)
    aftersales_reminder_hours = fields.Float(related='company_id.aftersales_reminder_hours', readonly=False)
    aftersales_no_show_minutes = fields.Integer(related='company_id.aftersales_no_show_minutes', readonly=False)
    aftersales_booking_url = fields.Char(string="Address of the Page", compute='_compute_aftersales_booking_url')
    aftersales_booking_qr = fields.Html(
        string="QR Code", compute='_compute_aftersales_booking_url', sanitize=False, export_string_translation=False)

    @api.depends('company_id')
    def _compute_aftersales_booking_url(self):
        """The public page, to be linked, printed and scanned."""
        for settings in self:
            url = f'{settings.company_id.get_base_url()}/aftersales/book'
            picture = qrcode.make(url, image_factory=qrcode.image.svg.SvgPathImage, box_size=10).to_string()
            settings.aftersales_booking_url = url
            settings.aftersales_booking_qr = Markup('<img alt="QR" src="data:image/svg+xml;base64,%s"/>') % b64encode(
                picture).decode()
