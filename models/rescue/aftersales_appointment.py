from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesAppointment(models.Model):
    """A car that we pick up, and bring back: one click makes the case of it, with its crew, times and the customer's link
    (J9)."""
    _inherit = 'aftersales.appointment'

    fetch_ids = fields.One2many(
        'aftersales.rescue', 'appointment_id', string="Pick-up and Delivery", readonly=True,
        groups='aftersales.group_see_rescue')

    def action_fetch(self):
        """Have the car picked up; the one that is open is shown."""
        self.ensure_one()
        if not self.env.user.has_group('aftersales.group_take_rescue'):
            raise self.env['aftersales.rescue']._get_role_error()
        fetch = self.fetch_ids.filtered('is_open')[:1]
        if not fetch:
            if self.state not in ('booked', 'confirmed', 'arrived'):
                raise UserError(self.env._(
                    "%(appointment)s is not booked: there is nothing to pick up or bring back.",
                    appointment=self.display_name))
            fetch = self.env['aftersales.rescue'].create(self._prepare_fetch_vals())
            if self.order_id:
                fetch.sudo().order_id = self.order_id  # sudo: the link is the system's
        return fetch._get_form_action(fetch)

    @api.readonly
    def action_view_fetches(self):
        self.ensure_one()
        return {
            **self.env['ir.actions.act_window']._for_xml_id('aftersales.action_rescues'),
            'domain': [('appointment_id', 'in', self.ids)], 'context': {}, 'view_mode': 'list,form',
            'views': [(False, 'list'), (False, 'form')]}

    def _prepare_fetch_vals(self):
        self.ensure_one()
        partner = self.partner_id
        place = ', '.join(filter(None, (partner.street, partner.street2, partner.city)))
        return {
            'kind': 'fetch', 'appointment_id': self.id, 'workshop_id': self.workshop_id.id,
            'company_id': self.company_id.id, 'vehicle_id': self.vehicle_id.id, 'partner_id': partner.id,
            'license_plate': self.license_plate, 'car_words': self.vehicle_note, 'phone': self.phone,
            'caller_name': self.contact_name or partner.name, 'story': self.concern, 'is_drivable': True,
            'place': place or self.env._("To be asked: where the car stands"), 'channel': 'counter', 'fault': 'other',
            'promised_date': self.start}
