from datetime import timedelta

from odoo import api, models

from odoo.addons.aftersales.models.vehicle.vin import get_check_digit

# Number in the VIN, days since the sale, buyer, what became of the registration.
SALES = (
    (910001, 3, 'customer_11', 'due'), (910002, 12, 'customer_12', 'due'), (910003, 19, 'customer_13', 'sent'),
    (910004, 24, 'customer_14', 'due'), (910005, 41, 'customer_15', 'confirmed'), (910006, 33, 'customer_17', 'refused'),
)


class AftersalesDemo(models.AbstractModel):
    """New cars of the last weeks, and how far their maker knows of them."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_registrations(self):
        company = self._ref('company_shanghai')
        env = self.with_company(company).with_context(tracking_disable=True).env
        vehicles = env['fleet.vehicle'].create([
            self._prepare_new_car(serial, days, buyer) for serial, days, buyer, __ in SALES])
        registrations = env['aftersales.warranty.registration']._make(vehicles)
        registrations = self._as(registrations, 'claims', company)
        for registration, (serial, days, __, state) in zip(registrations, SALES, strict=True):
            registration.write({'invoice_number': f'CAR-{serial}', 'received_by': registration.partner_id.name})
            if state == 'due':
                continue
            registration.action_send()
            self._backdate(registration, {registration: self._get_past_day(days - 8)}, 'sent_date')
            if state == 'confirmed':
                registration.confirmation = f'VW{serial}'
                registration.action_confirm()
            elif state == 'refused':
                registration.refused_reason = self.env._("The VIN is not known to the maker.")
                registration.action_refuse()
        late = registrations.filtered(lambda registration: registration.state == 'due')
        late.filtered(lambda registration: registration.first_reminder_date <= self._get_past_day(0)).sudo()._remind()

    def _prepare_new_car(self, serial, days, buyer):
        vin = f'LSVNV4180TS{serial}'
        sold = self._get_past_day(days)
        return {
            'model_id': self._ref('model_lavida').id, 'owner_id': self._ref(buyer).id,
            'license_plate': f'沪A·N{serial % 10000:04}', 'vin_sn': vin[:8] + get_check_digit(vin) + vin[9:],
            'model_year': str(sold.year), 'sale_date': sold, 'delivery_date': sold,
            'acquisition_date': sold + timedelta(days=2), 'company_id': False,
        }
