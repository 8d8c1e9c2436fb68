import io
from base64 import b64encode

from PIL import Image, ImageDraw

from odoo import api, fields, models
from odoo.fields import Command

from odoo.addons.aftersales.demo.base.tools import OUTLETS

# Cars of tomorrow: whose customer has checked in from home, and who has the link.
CHECKED_IN, SENT = ('16',), ('17', '20')
RUN_SINCE = 830


class AftersalesDemo(models.AbstractModel):
    """Of tomorrow's customers one has checked in from home, others have the link; keys may be dropped at the door (O3)."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_home_checkins(self):
        for outlet in OUTLETS:
            self._ref(f'company_{outlet}').aftersales_home_checkin = True
        self._ref('workshop_shanghai').has_key_drop = True
        company = self._ref('company_shanghai')
        visits = self._find_coming(company, CHECKED_IN + SENT)
        self._as(visits, 'advisor', company).action_send_home_checkin()
        for visit in visits.filtered(lambda visit: visit.vehicle_id in self._get_demo_cars(CHECKED_IN)):
            self._check_in_at_home(visit.with_context(lang=visit.partner_id.lang).sudo())

    def _get_demo_cars(self, names):
        return self.env['fleet.vehicle'].union(*(self._ref(f'vehicle_{name}') for name in names))

    def _find_coming(self, company, names):
        return self.env['aftersales.appointment'].search([
            ('company_id', '=', company.id), ('vehicle_id', 'in', self._get_demo_cars(names).ids),
            ('state', 'in', ('booked', 'confirmed')), ('start', '>', fields.Datetime.now())]).filtered(
                lambda visit: visit._get_notice_channels())

    def _check_in_at_home(self, visit):
        documents = self._ref('checkin_document_registration') | self._ref('checkin_document_insurance')
        visit._check_in_from_home(
            {
                'odometer': visit.vehicle_id.last_odometer + RUN_SINCE, 'concern': visit.concern, 'channel': 'home',
                'needs_loaner': visit.needs_loaner, 'is_waiter': visit.is_waiter, 'old_parts_wish': 'return',
                'document_ids': [Command.set(documents.ids)], 'signatory': visit.partner_id.name,
            },
            [
                {'document_id': documents[0].id, 'image': self._draw_sent('#d9c27a')},
                {'view': 'left', 'note': self.env._("Scratch from a parking garage"), 'image': self._draw_sent('#7a2430')},
            ],
            visit._hash_conditions(visit._get_home_conditions()))

    def _draw_sent(self, colour):
        """A photo as a phone sends it."""
        image = Image.new('RGB', (640, 480), colour)
        ImageDraw.Draw(image).line([(120, 300), (520, 190)], fill='#f4f4f4', width=6)
        buffer = io.BytesIO()
        image.save(buffer, 'JPEG', quality=70)
        return b64encode(buffer.getvalue())
