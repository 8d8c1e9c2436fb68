import io
from base64 import b64encode
from datetime import timedelta

from PIL import Image, ImageDraw

from odoo import api, models
from odoo.fields import Command

from odoo.addons.aftersales.demo.base.tools import OUTLETS

# Each key hangs on a tag of its own.
FIRST_KEY_TAG = 11


class AftersalesDemo(models.AbstractModel):
    """The check-in sheets of the cars in the house, as ``reception/checkins.csv`` tells them in turn."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_checkins(self):
        rows = self._read_csv('counter/checkins.csv')
        signature = self._draw_signature()
        for outlet in OUTLETS:
            company = self._ref(f'company_{outlet}')
            orders = self._as(self.env['aftersales.order'], 'advisor', company).search([
                ('company_id', '=', company.id),
                ('state', 'in', ('received', 'in_progress', 'quality_check', 'ready')),
            ], order='id')
            checkins = self._as(self.env['aftersales.checkin'], 'advisor', company).create([
                {
                    **self._prepare_checkin(rows[number % len(rows)]), 'key_tag': str(FIRST_KEY_TAG + number),
                    'order_id': order.id, 'signature': signature,
                }
                for number, order in enumerate(orders)
            ])
            checkins.action_sign()
            self._hand_over_started(orders)
            # two files that somebody has to complete
            orders.partner_id.filtered(lambda partner: not partner.is_company)[:2].street = False
            arrivals = {checkin: checkin.order_id.received_date for checkin in checkins}
            self._backdate(checkins, arrivals, 'signed_date')
            seals = {checkin: checkin._prepare_seal_vals() for checkin in checkins.sudo()}
            for field in ('content', 'content_hash'):
                self._backdate(checkins, {checkin: seal[field] for checkin, seal in seals.items()}, field)

    def _hand_over_started(self, orders):
        started = orders.filtered(lambda order: order.state != 'received' and order.job_ids.technician_id)
        for order in started:
            order._hand_over(order.job_ids.technician_id[:1])
        self._backdate(
            started, {order: order.received_date + timedelta(minutes=12) for order in started}, 'handover_date')

    def _prepare_checkin(self, row):
        marks = [mark.split(':') for mark in row['marks'].split(';') if mark]
        things = [thing.split(':') for thing in row['belongings'].split(';') if thing]
        return {
            'fuel_level': int(row['fuel']),
            'charge_level': int(row['charge']),
            'approves_jobs': False,
            'warning_light_ids': [Command.link(self._ref(f'warning_light_{name}').id) for name in row['lights'].split()],
            'document_ids': [
                Command.link(self._ref(f'checkin_document_{name}').id) for name in row['documents'].split()],
            'belonging_ids': [
                Command.create({'name': name, 'whereabouts': where, 'box': box[0] if box else False})
                for name, where, *box in things],
            'damage_ids': [
                Command.create({'view': view, 'x': float(x), 'y': float(y), 'kind': kind, 'note': note})
                for view, x, y, kind, note in marks
            ],
        }

    def _draw_signature(self):
        image = Image.new('RGBA', (320, 110), (0, 0, 0, 0))
        ImageDraw.Draw(image).line(
            [(10, 80), (48, 22), (60, 88), (110, 40), (128, 82), (180, 30), (200, 76), (300, 60)],
            fill=(20, 30, 90, 255), width=4, joint='curve',
        )
        buffer = io.BytesIO()
        image.save(buffer, 'PNG')
        return b64encode(buffer.getvalue())
